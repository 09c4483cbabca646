"""The tables. What waits is a row; history is the truth, everything else its projection."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Utc(TypeDecorator[datetime]):
    """Aware in, aware out, UTC inside. A time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"expected a time with a zone, but got {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _instance() -> list[Column[Any]]:
    """The address of whatever waits in an instance."""
    return [
        Column("instance_id", String(16), ForeignKey("process_instance.id"), primary_key=True),
        Column("activity", String(300), primary_key=True),
    ]


def _case() -> list[Column[Any]]:
    """What lists show of the case, written once at the start."""
    return [
        Column("element", String(255), nullable=False),
        Column("definition_id", String(300), nullable=False),
        Column("process_key", String(255), nullable=False),
        Column("business_key", String(255)),
        Column("title", Text),
    ]


#: processes, decision models and forms, every version
definition = Table(
    "definition",
    metadata,
    Column(
        "id", String(300), primary_key=True
    ),  # "<key>:<version>"; decisions and forms with "<kind>/" before
    Column("kind", String(10), nullable=False),  # process, decision, form
    Column("key", String(255), nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text),
    Column("version_tag", String(255)),
    Column("file", String(255), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("deployment", String(16), nullable=False),
    Column("deployed_at", Utc, nullable=False),
    Column("deployed_by", String(255), nullable=False),
    Column("is_latest", Boolean, nullable=False),
    UniqueConstraint("kind", "key", "version"),
)

#: what can start an instance of the newest version: message, signal, timer
start_event = Table(
    "start_event",
    metadata,
    Column("definition_id", String(300), ForeignKey("definition.id"), primary_key=True),
    Column("element", String(255), primary_key=True),
    Column("event_type", String(10), primary_key=True),
    Column("name", String(255), primary_key=True),  # text of a timer
    Column("process_key", String(255), nullable=False, index=True),
    Column("due_at", Utc),
    Column("cycle", Text),
    Index("ix_start_event_due", "event_type", "due_at"),
)

process_instance = Table(
    "process_instance",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("definition_id", String(300), ForeignKey("definition.id"), nullable=False),
    Column("process_key", String(255), nullable=False),
    Column("business_key", String(255), index=True),
    Column("title", Text),
    Column("subject", String(255), index=True),
    Column("search", Text, nullable=False, default=""),
    Column("state", String(10), nullable=False),
    Column("incidents", Integer, nullable=False, default=0),
    Column("started_at", Utc, nullable=False),
    Column("started_by", String(255), nullable=False),
    Column("ended_at", Utc),
    Column("due_at", Utc),
    Column("due_activity", String(300)),  # the timer whose end `due_at` is
    Column("seq", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("execution", LargeBinary, nullable=False),
    Index("ix_process_instance_list", "state", "process_key", "started_at"),
    Index("ix_process_instance_due", "state", "due_at"),
)

#: of a wide instance: the branches that are not in its own row, a few at a time
page = Table(
    "page",
    metadata,
    Column("instance_id", String(16), ForeignKey("process_instance.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

#: the bodies a case was routed to
instance_body = Table(
    "instance_body",
    metadata,
    Column("instance_id", String(16), ForeignKey("process_instance.id"), primary_key=True),
    Column("body", String(255), primary_key=True, index=True),
)

user_task = Table(
    "user_task",
    metadata,
    *_instance(),
    *_case(),
    Column("name", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("assignee", String(255)),
    Column("owner", String(255)),
    Column("candidate_groups", Text, nullable=False, default=""),
    Column("candidate_users", Text, nullable=False, default=""),
    Column("body", String(255)),
    Column("lane", Text),
    Column("form", String(255)),
    Column("priority", Integer, nullable=False),
    Column("due_at", Utc),
    Column("deadline", Utc),
    Column("follow_up_at", Utc),
    Column("created_at", Utc, nullable=False),
    Column("completed_at", Utc),
    Column("completed_by", String(255)),
    Index("ix_user_task_mine", "assignee", "state", "deadline"),
    Index("ix_user_task_done", "completed_by", "completed_at"),
    Index("ix_user_task_state", "state", "body", "deadline"),
)

#: to whom an open task is offered, role and body or a person; with all that a list needs to count and sort
candidate = Table(
    "candidate",
    metadata,
    Column("instance_id", String(16), primary_key=True),
    Column("activity", String(300), primary_key=True),
    Column("role", String(255), primary_key=True),  # "" where `user_id` counts
    Column("user_id", String(255), primary_key=True),
    Column("body", String(255), nullable=False),  # "" in any body
    Column("is_free", Boolean, nullable=False),  # nobody has it
    Column("deadline", Utc),
    Column("priority", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_candidate_user", "user_id"),
)
# each group's free tasks in the order of the inbox
Index(
    "ix_candidate_offer",
    *(candidate.c[name] for name in ("role", "body", "is_free", "deadline")),
    candidate.c.priority.desc(),
    *(candidate.c[name] for name in ("created_at", "instance_id", "activity")),
)

job = Table(
    "job",
    metadata,
    *_instance(),
    *_case(),
    Column("topic", String(255)),
    Column("state", String(10), nullable=False),  # available, locked, failed
    Column("priority", Integer, nullable=False),
    Column("retries", Integer, nullable=False),
    Column("retry_after", Text, nullable=False, default=""),
    Column("due_at", Utc, nullable=False),
    Column("locked_by", String(255)),
    Column("locked_until", Utc),
    Column("error", Text),
    Column("created_at", Utc, nullable=False),
    Index("ix_job_due", "state", "due_at", "priority"),
)
# each service has its turn, and its jobs wait in this order
Index("ix_job_service", job.c.state, job.c.process_key, job.c.priority.desc(), job.c.due_at)

timer = Table(
    "timer",
    metadata,
    *_instance(),
    Column("element", String(255), nullable=False),
    Column("process_key", String(255), nullable=False),
    Column("due_at", Utc, nullable=False, index=True),
    Column(
        "is_held", Boolean, nullable=False, default=False
    ),  # the instance is suspended, or it could not be fired
    Index("ix_timer_service", "process_key", "due_at"),
)

subscription = Table(
    "subscription",
    metadata,
    *_instance(),
    Column("event_type", String(10), primary_key=True),
    Column("name", String(255), primary_key=True),
    Column("element", String(255), nullable=False),
    Column("business_key", String(255)),
    Index("ix_subscription_name", "event_type", "name", "business_key"),
)

#: thrown by an instance, not yet delivered
message = Table(
    "message",
    metadata,
    Column("id", String(330), primary_key=True),  # "<instance>:<activity>:<seq>"
    Column("instance_id", String(16), nullable=False),
    Column("event_type", String(10), nullable=False),
    Column("name", String(255), nullable=False),
    Column("business_key", String(255)),
    Column("variables", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False, index=True),  # waiting, undelivered
    Column("created_at", Utc, nullable=False),
    Column("error", Text),
)

incident = Table(
    "incident",
    metadata,
    *_instance(),
    Column("seq", Integer, primary_key=True),
    *_case(),
    Column("kind", String(20), nullable=False),
    Column("message", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("resolved_at", Utc),
    Index("ix_incident_state", "state", "created_at"),
)

#: the legal terms of a case
deadline = Table(
    "deadline",
    metadata,
    *_instance(),
    Column("element", String(255), nullable=False),
    Column("name", String(255), nullable=False),
    Column("norm", Text),
    Column("started_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("state", String(10), nullable=False),  # running, paused, met, missed, withdrawn
    Column("ended_at", Utc),
    Column("reckoning", LargeBinary, nullable=False),
    Index("ix_deadline_due", "state", "due_at"),
)

document = Table(
    "document",
    metadata,
    Column("id", String(340), primary_key=True),
    Column("instance_id", String(16), ForeignKey("process_instance.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(64), ForeignKey("blob.digest"), nullable=False),
    Column("code", String(255)),
    Column("number", String(100), index=True),
    Column("added_at", Utc, nullable=False),
    Column("added_by", String(255), nullable=False),
)

blob = Table(
    "blob",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

#: the last number given, by register
number = Table(
    "number",
    metadata,
    Column("register", String(255), primary_key=True),
    Column("last", Integer, nullable=False),
)

#: which number a key has got, so that a repeated question takes no second one
reservation = Table(
    "reservation",
    metadata,
    Column("key", String(340), primary_key=True),
    Column("register", String(255), primary_key=True),
    Column("number", Integer, nullable=False),
    UniqueConstraint("register", "number"),
)

#: command, answers and events of each step, chained; the office itself has streams: "deployments", "people"
history = Table(
    "history",
    metadata,
    Column("instance_id", String(16), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("actor", String(255), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_history_at", "at"),
    Index("ix_history_actor", "actor", "at"),
)

#: the heads of all instances, sealed now and then: shows that the end of a history was cut off
seal = Table(
    "seal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signature", Text),
)

draft = Table(
    "draft",
    metadata,
    Column("key", String(400), primary_key=True),
    Column("user_id", String(255), nullable=False),
    Column("at", Utc, nullable=False),
    Column("variables", LargeBinary, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("email", Text),
    Column("iin", String(20), index=True),
    Column("language", String(5), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("created_at", Utc, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("user_id", String(255), ForeignKey("person.id"), primary_key=True),
    Column("role", String(100), primary_key=True),
    Column("body", String(255), primary_key=True),
    Column("valid_from", String(10)),
    Column("valid_until", String(10)),
    Index("ix_membership_role", "role", "body"),
)
