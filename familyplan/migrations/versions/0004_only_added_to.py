"""Keep the journal only added to, and give an erasure its day to be let be."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


# The journal is only added to: the database refuses everything else, whoever asks through SQL.
ONLY_ADDED_TO = {
    'sqlite': [
        "CREATE TRIGGER journal_entry_kept_as_is BEFORE UPDATE ON journal_entry "
        "BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END",
        "CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry "
        "BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END",
        "CREATE TRIGGER journal_entry_not_replaced BEFORE INSERT ON journal_entry "
        "WHEN EXISTS (SELECT 1 FROM journal_entry WHERE number = NEW.number OR id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END",
    ],
    'postgresql': [
        "CREATE FUNCTION journal_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal is only added to'; END $$",
        "CREATE TRIGGER journal_entry_kept BEFORE UPDATE OR DELETE ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION journal_is_only_added_to()",
        "CREATE TRIGGER journal_entry_not_emptied BEFORE TRUNCATE ON journal_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_only_added_to()",
    ],
}
LET_GO = {
    'sqlite': [
        "DROP TRIGGER journal_entry_not_replaced",
        "DROP TRIGGER journal_entry_kept",
        "DROP TRIGGER journal_entry_kept_as_is",
    ],
    'postgresql': [
        "DROP TRIGGER journal_entry_not_emptied ON journal_entry",
        "DROP TRIGGER journal_entry_kept ON journal_entry",
        "DROP FUNCTION journal_is_only_added_to()",
    ],
}


def upgrade() -> None:
    op.create_table('erasure_asked',
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed_by_id', sa.Uuid(), nullable=True),
    sa.Column('let_be_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_erasure_asked_agreed_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_erasure_asked_asked_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_erasure_asked_engagement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure_asked'))
    )
    with op.batch_alter_table('erasure_asked', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_erasure_asked_engagement_id'), ['engagement_id'], unique=False)

    op.drop_column('signed_in', 'challenged_at')
    op.drop_column('signed_in', 'challenge')

    op.add_column('journal_entry', sa.Column('whence', sa.LargeBinary(), nullable=True))
    for statement in ONLY_ADDED_TO[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in LET_GO[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_column('journal_entry', 'whence')

    op.add_column('signed_in', sa.Column('challenge', sa.LargeBinary(), nullable=True))
    op.add_column('signed_in', sa.Column('challenged_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('erasure_asked', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_erasure_asked_engagement_id'))

    op.drop_table('erasure_asked')
