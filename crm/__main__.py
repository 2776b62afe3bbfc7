"""The command line of Cluster Desk: `cluster-desk-cli [--file FILE] COMMAND`.

Exit code 0: done. 1: refused, with the reason on one line of standard error. 2: wrong use.
"""

import sys
from collections.abc import Callable, Sequence

from crm.cli import huddles, introducing, looking, opportunities, writing
from crm.cli.answers import refuse
from crm.cli.options import parser
from crm.errors import CrmError

COMMANDS: dict[str, Callable[..., int]] = {
    "read": writing.read,
    "import": writing.import_files,
    "export": writing.export,
    "search": looking.search,
    "show": looking.show,
    "log": writing.log,
    "followups": looking.followups,
    "huddles": huddles.list_huddles,
    "huddle": huddles.show,
    "opportunities": opportunities.list_opportunities,
    "opportunity": opportunities.show,
    "introductions": introducing.list_introductions,
    "matches": introducing.list_matches,
    "history": looking.history,
    "undo": writing.undo,
    "redo": writing.redo,
    "check": looking.check,
    "backup": writing.backup,
    "restore": writing.restore,
    "info": looking.info,
    "sample": writing.sample,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except CrmError as error:
        return refuse(str(error))
    except BrokenPipeError:  # the reader of the answer has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return refuse(f"{error.filename or 'The file'}: {error.strerror or error}")


if __name__ == "__main__":
    sys.exit(main())
