"""Each service has its turn: timers know their service, jobs wait by service"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'

OF_ITS_CASE = (
    "UPDATE timer SET process_key = (SELECT process_instance.process_key FROM process_instance "
    "WHERE process_instance.id = timer.instance_id)"
)


def upgrade() -> None:
    with op.batch_alter_table('timer') as batch_op:
        batch_op.add_column(sa.Column('process_key', sa.String(length=255), nullable=True))
    op.execute(OF_ITS_CASE)
    with op.batch_alter_table('timer') as batch_op:
        batch_op.alter_column('process_key', existing_type=sa.String(length=255), nullable=False)
        batch_op.create_index('ix_timer_service', ['process_key', 'due_at'], unique=False)
    op.create_index('ix_job_service', 'job', ['state', 'process_key', sa.text('priority DESC'), 'due_at'])


def downgrade() -> None:
    op.drop_index('ix_job_service', 'job')
    with op.batch_alter_table('timer') as batch_op:
        batch_op.drop_index('ix_timer_service')
        batch_op.drop_column('process_key')
