"""Treatment programs: the practice's list, and for a family options, a place, money, travel and what was handed over."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    op.create_table('program',
    sa.Column('known_as', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('residential', sa.String(length=10), nullable=False),
    sa.Column('opioid_medication', sa.String(length=10), nullable=False),
    sa.Column('alcohol_medication', sa.String(length=10), nullable=False),
    sa.Column('insurers', sa.Text(), nullable=False),
    sa.Column('entry', sa.Text(), nullable=False),
    sa.Column('contacts', sa.Text(), nullable=False),
    sa.Column('admission', sa.Text(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('amended_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('put_away_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_program_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program')),
    sa.UniqueConstraint('known_as', name=op.f('uq_program_known_as'))
    )
    with op.batch_alter_table('program', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_program_name'), ['name'], unique=False)

    op.create_table('money_said',
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=True),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('who', sa.LargeBinary(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('reference', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_money_said_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_money_said_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_money_said_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_money_said'))
    )
    with op.batch_alter_table('money_said', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_money_said_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_money_said_program_id'), ['program_id'], unique=False)

    op.create_table('options_shown',
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_options_shown_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_options_shown_engagement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_options_shown'))
    )
    with op.batch_alter_table('options_shown', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_options_shown_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('place_held',
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('let_go_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('said_by', sa.LargeBinary(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('let_go_why', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_place_held_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_place_held_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_place_held_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place_held'))
    )
    with op.batch_alter_table('place_held', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_place_held_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_place_held_program_id'), ['program_id'], unique=False)

    op.create_table('program_option',
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('nothing_taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('nothing_taken_by_id', sa.Uuid(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('put_away_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reasons_for', sa.LargeBinary(), nullable=True),
    sa.Column('against', sa.LargeBinary(), nullable=True),
    sa.Column('ties', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_program_option_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_program_option_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['nothing_taken_by_id'], ['person.id'], name=op.f('fk_program_option_nothing_taken_by_id')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_program_option_program_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program_option')),
    sa.UniqueConstraint('engagement_id', 'program_id', name=op.f('uq_program_option_engagement_id_program_id'))
    )
    with op.batch_alter_table('program_option', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_program_option_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_program_option_program_id'), ['program_id'], unique=False)

    op.create_table('hand_off',
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('release_id', sa.Uuid(), nullable=False),
    sa.Column('items', sa.String(length=60), nullable=False),
    sa.Column('how', sa.String(length=10), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('to_whom', sa.LargeBinary(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_hand_off_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_hand_off_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_hand_off_program_id')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_hand_off_release_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_off'))
    )
    with op.batch_alter_table('hand_off', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hand_off_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_hand_off_program_id'), ['program_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_hand_off_release_id'), ['release_id'], unique=False)

    op.create_table('options_seen',
    sa.Column('options_shown_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_options_seen_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_options_seen_member_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['options_shown_id'], ['options_shown.id'], name=op.f('fk_options_seen_options_shown_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_options_seen')),
    sa.UniqueConstraint('options_shown_id', 'member_id', name=op.f('uq_options_seen_options_shown_id_member_id'))
    )
    with op.batch_alter_table('options_seen', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_options_seen_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_options_seen_member_id'), ['member_id'], unique=False)

    op.create_table('travel_line',
    sa.Column('topic', sa.String(length=20), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=True),
    sa.Column('not_needed', sa.Boolean(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.Uuid(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('put_away_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('somebody', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_travel_line_by_id')),
    sa.ForeignKeyConstraint(['done_by_id'], ['person.id'], name=op.f('fk_travel_line_done_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_travel_line_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_travel_line_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_travel_line'))
    )
    with op.batch_alter_table('travel_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_travel_line_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_travel_line_member_id'), ['member_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('travel_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_travel_line_member_id'))
        batch_op.drop_index(batch_op.f('ix_travel_line_engagement_id'))

    op.drop_table('travel_line')
    with op.batch_alter_table('options_seen', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_options_seen_member_id'))
        batch_op.drop_index(batch_op.f('ix_options_seen_engagement_id'))

    op.drop_table('options_seen')
    with op.batch_alter_table('hand_off', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hand_off_release_id'))
        batch_op.drop_index(batch_op.f('ix_hand_off_program_id'))
        batch_op.drop_index(batch_op.f('ix_hand_off_engagement_id'))

    op.drop_table('hand_off')
    with op.batch_alter_table('program_option', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_program_option_program_id'))
        batch_op.drop_index(batch_op.f('ix_program_option_engagement_id'))

    op.drop_table('program_option')
    with op.batch_alter_table('place_held', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_place_held_program_id'))
        batch_op.drop_index(batch_op.f('ix_place_held_engagement_id'))

    op.drop_table('place_held')
    with op.batch_alter_table('options_shown', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_options_shown_engagement_id'))

    op.drop_table('options_shown')
    with op.batch_alter_table('money_said', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_money_said_program_id'))
        batch_op.drop_index(batch_op.f('ix_money_said_engagement_id'))

    op.drop_table('money_said')
    with op.batch_alter_table('program', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_program_name'))

    op.drop_table('program')
