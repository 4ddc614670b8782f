"""Work that is done later, by threads of the server: kept in the Record's database, taken up again where a server was killed.

>>> @handles("mention.verify")
... def verify(work: Work) -> object: ...
>>> put("mention.verify", {"mention": 12}, key="mention/12")

A module named `work` in each installed application holds its handlers; it is imported when threads start.
"""

from dragoman.configuration import prepare

prepare()
