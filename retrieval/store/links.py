"""Where documents meet: what one states about another, joined by 发文字号 or title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from retrieval.documents.changes import Change, Effect
from retrieval.documents.document_number import number_key
from retrieval.documents.linking import Identity, also_called, meant_by
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.titles import title_key
from retrieval.store.corrections import applied, corrections_of
from retrieval.store.reading import in_parts
from retrieval.store.tables import documents, effects, names


def save_links(
    connection: Connection, document_id: str, stated: DocumentMetadata, said: Sequence[Effect]
) -> None:
    """Keep what a document states about others, and the names others know it by."""
    if said:
        rows = [_effect_row(document_id, at, effect) for at, effect in enumerate(said)]
        connection.execute(insert(effects), rows)
    save_names(connection, document_id, stated)


def save_names(connection: Connection, document_id: str, stated: DocumentMetadata) -> None:
    """Keep the names others know a document by, in place of those before."""
    connection.execute(delete(names).where(names.c.document_id == document_id))
    if keys := _names(stated):
        rows = [{"document_id": document_id, "key": key} for key in keys]
        connection.execute(insert(names), rows)


def delete_links(connection: Connection, document_id: str) -> None:
    connection.execute(delete(effects).where(effects.c.document_id == document_id))
    connection.execute(delete(names).where(names.c.document_id == document_id))


def changes_of(
    connection: Connection, document_id: str | None = None
) -> dict[str, tuple[Change, ...]]:
    """Return document id -> what other documents have done to it, in the order of their days, and
    of one day in that of the document that states it.

    Of every document, or only of one.
    """
    found: dict[str, list[Change]] = {}
    matches = _matches(connection, upon=document_id)
    known = _identities(
        connection, {key for (source, _), ids in matches.items() for key in [source, *ids]}
    )
    bodies = _bodies(connection, {source for source, _ in matches})
    # A database gives rows in whatever order it finds them.
    for (source, position), candidates in sorted(matches.items()):
        effect = bodies[source, position]
        for target in meant_by(effect, known[source], [known[key] for key in sorted(candidates)]):
            if document_id is None or target == document_id:
                found.setdefault(target, []).append(known[source].change(effect))
    return {key: tuple(sorted(changes, key=_order)) for key, changes in found.items()}


def stated_effects(connection: Connection, document_id: str) -> list[tuple[Effect, str | None]]:
    """What a document states, in its order, each with the id of the document meant, if known."""
    matches = _matches(connection, by=document_id)
    known = _identities(
        connection, {document_id, *(key for ids in matches.values() for key in ids)}
    )
    stated: list[tuple[Effect, str | None]] = []
    for (source, position), effect in sorted(_bodies(connection, {document_id}).items()):
        candidates = [known[key] for key in sorted(matches.get((source, position), ()))]
        targets = meant_by(effect, known[document_id], candidates)
        stated += [(effect, target) for target in targets] or [(effect, None)]
    return stated


def _order(change: Change) -> tuple[bool, str, str]:
    since = change.since.isoformat() if change.since else ""
    return change.since is None, since, change.document_id


def _names(stated: DocumentMetadata) -> set[str]:
    titles = (stated.title.value or "", stated.short_title or "")
    own = (name for title in titles for name in also_called(title, Identity.of("", stated).place))
    keys = {number_key(stated.document_number.value or ""), *map(title_key, (*titles, *own))}
    return keys - {""}


def _effect_row(document_id: str, position: int, effect: Effect) -> dict[str, object]:
    return {
        "document_id": document_id,
        "position": position,
        "number_key": number_key(effect.number or ""),
        "title_key": title_key(effect.title or ""),
        "body": effect.model_dump_json(),
    }


def _matches(
    connection: Connection, *, upon: str | None = None, by: str | None = None
) -> dict[tuple[str, int], set[str]]:
    """Return (stating document, position) -> the documents whose names it uses."""
    found: dict[tuple[str, int], set[str]] = {}
    for key in (effects.c.number_key, effects.c.title_key):
        query = select(
            effects.c.document_id, effects.c.position, names.c.document_id.label("meant")
        )
        query = query.join(names, names.c.key == key)
        if upon is not None:
            own = select(names.c.key).where(names.c.document_id == upon)
            query = query.where(effects.c.number_key.in_(own) | effects.c.title_key.in_(own))
        if by is not None:
            query = query.where(effects.c.document_id == by)
        for row in connection.execute(query):
            found.setdefault((row.document_id, row.position), set()).add(row.meant)
    return found


def _identities(connection: Connection, ids: Iterable[str]) -> dict[str, Identity]:
    known: dict[str, Identity] = {}
    query = select(documents.c.id, documents.c.metadata)
    for some in in_parts(sorted(ids)):
        by_hand = corrections_of(connection, some)
        for row in connection.execute(query.where(documents.c.id.in_(some))):
            read = DocumentMetadata.model_validate_json(row.metadata)
            stated = applied(read, by_hand.get(row.id))
            known[row.id] = Identity.of(row.id, stated)
    return known


def _bodies(connection: Connection, ids: Iterable[str]) -> dict[tuple[str, int], Effect]:
    bodies: dict[tuple[str, int], Effect] = {}
    for some in in_parts(sorted(ids)):
        for row in connection.execute(select(effects).where(effects.c.document_id.in_(some))):
            bodies[row.document_id, row.position] = Effect.model_validate_json(row.body)
    return bodies
