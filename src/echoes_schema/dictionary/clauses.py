"""A definition read clause by clause, so that nothing in it is overlooked."""

from __future__ import annotations

from echoes_schema.dictionary.cells import GrammarError, clauses


class Clauses:
    """The clauses of one definition; each is taken once, and at the end none may be left."""

    def __init__(self, text: str) -> None:
        self._left = clauses(text)

    def first(self, example: str) -> str:
        """Take the first clause. Raises GrammarError, showing the example, where there is none."""
        if not self._left:
            raise GrammarError("the definition is empty", f"Write for example {example}.")
        return self._left.pop(0)

    def after(self, word: str) -> str:
        """Take the clause that begins with a word; return what follows it, empty for none."""
        for clause in self._left:
            if clause.startswith(f"{word} "):
                self._left.remove(clause)
                return clause[len(word) :].strip()
        return ""

    @property
    def is_empty(self) -> bool:
        return not self._left

    def all_after(self, word: str) -> tuple[str, ...]:
        """Take every clause that begins with a word; return what follows it."""
        found = []
        while said := self.after(word):
            found.append(said)
        return tuple(found)

    def one_of(self, *said: str) -> str:
        """Take the clause that is one of these; return it, empty for none."""
        for clause in self._left:
            if clause in said:
                self._left.remove(clause)
                return clause
        return ""

    def has(self, said: str) -> bool:
        """Take a clause, and tell whether it was there."""
        return bool(self.one_of(said))

    def end(self, known: str) -> None:
        """Raise GrammarError, telling what is known, when a clause is left."""
        if self._left:
            raise GrammarError(f"{self._left[0]!r} is not understood here", f"Known here: {known}.")


def joined(*parts: str) -> str:
    """Return clauses as one definition; empty ones are left out."""
    return ", ".join(part for part in parts if part)
