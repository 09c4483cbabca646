"""The composition root: the one place where engine, handlers and pages meet."""

from pathlib import Path

from flask import Flask

from engine.process_engine import ProcessEngine
from engine.settings import Settings
from handlers import HANDLERS
from web import (
    audit,
    auth,
    begun,
    cases,
    cockpit,
    counter,
    deadlines,
    diagrams,
    entries,
    errors,
    files,
    i18n,
    inbox,
    issued,
    migrations,
    norms,
    operations,
    people,
    portal,
    queues,
    security,
    shell,
    signing,
    studio,
    supervisor,
    tasks,
    terms,
    tracking,
    when,
    wording,
)
from web.current import Office, open_office
from web.registers import Registers
from web.sayings import Sayings
from web.staging import Staging

UPLOADS = Path("var/uploads")
BLUEPRINTS = (
    i18n.blueprint,
    auth.blueprint,
    inbox.blueprint,
    tasks.blueprint,
    counter.blueprint,
    begun.blueprint,
    portal.blueprint,
    signing.blueprint,
    queues.blueprint,
    tracking.blueprint,
    files.blueprint,
    diagrams.blueprint,
    cases.blueprint,
    issued.blueprint,
    entries.blueprint,
    operations.blueprint,
    audit.blueprint,
    supervisor.blueprint,
    terms.blueprint,
    cockpit.blueprint,
    migrations.blueprint,
    people.blueprint,
    studio.blueprint,
    norms.blueprint,
)


def create_app(settings: Settings, engine: ProcessEngine | None = None) -> Flask:
    """The application over this engine, or over a new one of these settings."""
    app = Flask(__name__)
    engine = engine or ProcessEngine(settings, HANDLERS)
    open_office(app, make_office(settings, engine))
    security.install(app, settings)
    for part in (errors, auth, i18n, when, wording, deadlines, shell, signing):
        part.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    return app


def make_office(settings: Settings, engine: ProcessEngine) -> Office:
    return Office(
        settings=settings,
        engine=engine,
        registers=Registers.load(settings.content),
        sayings=Sayings.load(settings.content / "translations"),
        staging=Staging(folder=UPLOADS),
    )
