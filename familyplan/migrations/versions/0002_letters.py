"""Letters."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    # 0001 was made before these two columns joined it in one landing, and with them in the next.
    there = {column['name'] for column in sa.inspect(op.get_bind()).get_columns('member')}
    if 'evening_on' not in there:
        op.add_column('member', sa.Column('evening_on', sa.Date(), nullable=True))
        op.add_column('member', sa.Column('evening', sa.LargeBinary(), nullable=True))

    op.create_table('letter_reading_place',
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('stand_in_id', sa.Uuid(), nullable=True),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_letter_reading_place_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_reading_place_letter_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['stand_in_id'], ['member.id'], name=op.f('fk_letter_reading_place_stand_in_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_reading_place')),
    sa.UniqueConstraint('letter_id', name=op.f('uq_letter_reading_place_letter_id'))
    )
    with op.batch_alter_table('letter_reading_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_reading_place_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('other_page_opening',
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_other_page_opening_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_other_page_opening_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_other_page_opening_letter_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_page_opening'))
    )
    with op.batch_alter_table('other_page_opening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_other_page_opening_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_other_page_opening_letter_id'), ['letter_id'], unique=False)

    op.create_table('letter_coach_answer',
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('section_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('answer', sa.String(length=8), nullable=False),
    sa.Column('phrase', sa.LargeBinary(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_letter_coach_answer_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_coach_answer_letter_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['section_id'], ['letter_section.id'], name=op.f('fk_letter_coach_answer_section_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_coach_answer'))
    )
    with op.batch_alter_table('letter_coach_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_coach_answer_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_coach_answer_letter_id'), ['letter_id'], unique=False)

    op.create_table('letter_section_read',
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('section_id', sa.Uuid(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_letter_section_read_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_letter_section_read_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_section_read_letter_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['section_id'], ['letter_section.id'], name=op.f('fk_letter_section_read_section_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_section_read')),
    sa.UniqueConstraint('section_id', 'by_id', name=op.f('uq_letter_section_read_section_id_by_id'))
    )
    with op.batch_alter_table('letter_section_read', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_section_read_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_section_read_letter_id'), ['letter_id'], unique=False)

    op.add_column('letter', sa.Column('language', sa.String(length=10), server_default='', nullable=False))
    op.add_column('letter', sa.Column('no_more_thoughts_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('letter', sa.Column('forget_asked_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('letter', sa.Column('translated_into', sa.String(length=10), server_default='', nullable=False))
    op.add_column('letter', sa.Column('translator', sa.LargeBinary(), nullable=True))

    op.add_column('letter_section', sa.Column('of_revision', sa.Integer(), nullable=True))

    op.add_column('letter_section', sa.Column('turn', sa.Integer(), server_default='0', nullable=False))

    op.add_column('letter_hand_in', sa.Column('on_paper_by_id', sa.Uuid(), nullable=True))

    op.add_column('practice', sa.Column('words_a_minute', sa.Integer(), nullable=True))



def downgrade() -> None:
    op.drop_column('practice', 'words_a_minute')

    op.drop_column('letter_hand_in', 'on_paper_by_id')

    op.drop_column('letter_section', 'turn')

    op.drop_column('letter_section', 'of_revision')

    op.drop_column('letter', 'translator')
    op.drop_column('letter', 'translated_into')
    op.drop_column('letter', 'forget_asked_at')
    op.drop_column('letter', 'no_more_thoughts_at')
    op.drop_column('letter', 'language')

    with op.batch_alter_table('letter_section_read', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_section_read_letter_id'))
        batch_op.drop_index(batch_op.f('ix_letter_section_read_engagement_id'))

    op.drop_table('letter_section_read')
    with op.batch_alter_table('letter_coach_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_coach_answer_letter_id'))
        batch_op.drop_index(batch_op.f('ix_letter_coach_answer_engagement_id'))

    op.drop_table('letter_coach_answer')
    with op.batch_alter_table('other_page_opening', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_other_page_opening_letter_id'))
        batch_op.drop_index(batch_op.f('ix_other_page_opening_engagement_id'))

    op.drop_table('other_page_opening')
    with op.batch_alter_table('letter_reading_place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_reading_place_engagement_id'))

    op.drop_table('letter_reading_place')
