"""Wide instances lie in pages: what a step did not change is not written again"""

import sqlalchemy as sa
from alembic import op

from engine.bpmn.codec import whole

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.create_table(
        'page',
        sa.Column('instance_id', sa.String(length=16), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(['instance_id'], ['process_instance.id'], name=op.f('fk_page_instance_id_process_instance')),
        sa.PrimaryKeyConstraint('instance_id', 'number', name=op.f('pk_page')),
    )


def downgrade() -> None:
    """The pages go back into the states."""
    connection = op.get_bind()
    pages = sa.table('page', sa.column('instance_id'), sa.column('number'), sa.column('content'))
    cases = sa.table('process_instance', sa.column('id'), sa.column('execution', sa.LargeBinary()))
    for (instance_id,) in connection.execute(sa.select(pages.c.instance_id).distinct()).all():
        found = connection.execute(sa.select(pages).where(pages.c.instance_id == instance_id)).all()
        texts = [(row.number, bytes(row.content)) for row in found]
        state = connection.execute(sa.select(cases.c.execution).where(cases.c.id == instance_id)).scalar_one()
        full = whole(bytes(state), texts)
        connection.execute(sa.update(cases).where(cases.c.id == instance_id).values(execution=full))
    op.drop_table('page')
