"""Stories and pictures for tests, made as people make them."""

from huaihai.brands.catalogue import verbs as catalogue_verbs
from huaihai.brands.catalogue.verbs import Described, Draft
from huaihai.brands.models import Entry, EntryPicture
from huaihai.brands.tests.people import MONDAY, People
from huaihai.kit import filestore
from huaihai.kit.filestore.tests.pictures import picture, upload
from huaihai.members.actors import Actor

DRAFT = Draft(line_zh="石磨慢转，一斤芝麻四两油。", text_zh="1956 年开张。", months=0b1)


def kept(colour: str = "red") -> filestore.Stored:
    """A picture in the file store."""
    return filestore.store(upload(picture(colour=colour)))


def added(entry: Entry, people: People, *, colour: str = "red", by: Actor | None = None) -> EntryPicture:
    """One more picture of the entry; nobody has looked at it yet."""
    said = Described("柜台和石磨", "演示摄影，店家同意", "Counter and millstone")
    return catalogue_verbs.add_picture(entry, kept(colour), said, by=by or people.holder, at=MONDAY)
