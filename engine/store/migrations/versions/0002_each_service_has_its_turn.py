"""Each service has its turn: timers know their service, jobs wait by service; offers are counted and sorted by index"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'

OF_ITS_CASE = (
    "UPDATE timer SET process_key = (SELECT process_instance.process_key FROM process_instance "
    "WHERE process_instance.id = timer.instance_id)"
)
OF_ITS_TASK = """UPDATE candidate SET
    body = coalesce(body, ''),
    is_free = (SELECT assignee IS NULL FROM user_task t
        WHERE t.instance_id = candidate.instance_id AND t.activity = candidate.activity),
    deadline = (SELECT deadline FROM user_task t
        WHERE t.instance_id = candidate.instance_id AND t.activity = candidate.activity),
    priority = (SELECT priority FROM user_task t
        WHERE t.instance_id = candidate.instance_id AND t.activity = candidate.activity),
    created_at = (SELECT created_at FROM user_task t
        WHERE t.instance_id = candidate.instance_id AND t.activity = candidate.activity)"""
ORDER: list[Any] = ['deadline', sa.text('priority DESC'), 'created_at', 'instance_id', 'activity']
NEEDED: dict[str, Any] = {'is_free': sa.Boolean(), 'priority': sa.Integer(), 'created_at': sa.DateTime(timezone=True)}


def upgrade() -> None:
    _turns()
    _offers()


def _turns() -> None:
    with op.batch_alter_table('timer') as batch_op:
        batch_op.add_column(sa.Column('process_key', sa.String(length=255), nullable=True))
    op.execute(OF_ITS_CASE)
    with op.batch_alter_table('timer') as batch_op:
        batch_op.alter_column('process_key', existing_type=sa.String(length=255), nullable=False)
        batch_op.create_index('ix_timer_service', ['process_key', 'due_at'], unique=False)
    op.create_index('ix_job_service', 'job', ['state', 'process_key', sa.text('priority DESC'), 'due_at'])


def _offers() -> None:
    with op.batch_alter_table('candidate') as batch_op:
        batch_op.drop_index('ix_candidate_role_body')
        batch_op.add_column(sa.Column('deadline', sa.DateTime(timezone=True), nullable=True))
        for name, kind in NEEDED.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    op.execute(OF_ITS_TASK)
    with op.batch_alter_table('candidate') as batch_op:
        batch_op.alter_column('body', existing_type=sa.String(length=255), nullable=False)
        for name, kind in NEEDED.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)
    op.create_index('ix_candidate_offer', 'candidate', ['role', 'body', 'is_free', *ORDER])


def downgrade() -> None:
    op.drop_index('ix_candidate_offer', 'candidate')
    with op.batch_alter_table('candidate') as batch_op:
        batch_op.alter_column('body', existing_type=sa.String(length=255), nullable=True)
        for name in ('deadline', *NEEDED):
            batch_op.drop_column(name)
    op.execute("UPDATE candidate SET body = NULL WHERE body = ''")
    with op.batch_alter_table('candidate') as batch_op:
        batch_op.create_index('ix_candidate_role_body', ['role', 'body'], unique=False)
    op.drop_index('ix_job_service', 'job')
    with op.batch_alter_table('timer') as batch_op:
        batch_op.drop_index('ix_timer_service')
        batch_op.drop_column('process_key')
