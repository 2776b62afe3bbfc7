"""The command line of Cluster Desk: `cluster-desk-cli [--file FILE] COMMAND`.

Exit code 0: done. 1: refused, with the reason on one line of standard error. 2: wrong use. The answer, or the file
asked for with “-”, is on standard output in UTF-8; every remark is on standard error.
"""

import sys
from collections.abc import Callable, Sequence

from crm.cli import huddles, introductions, opportunities, read_commands, write_commands
from crm.cli.errors import AnswerLost, WrongUse
from crm.cli.options import arranged, parser
from crm.cli.output import DONE, WRONG_USE, refuse
from crm.cli.streams import end_answer, leave_quietly, speak_utf8
from crm.errors import CrmError

COMMANDS: dict[str, Callable[..., int]] = {
    "read": write_commands.read,
    "import": write_commands.import_files,
    "export": write_commands.export,
    "search": read_commands.search,
    "show": read_commands.show,
    "log": write_commands.log,
    "followups": read_commands.followups,
    "huddles": huddles.list_huddles,
    "huddle": huddles.show,
    "opportunities": opportunities.list_opportunities,
    "opportunity": opportunities.show,
    "introductions": introductions.list_introductions,
    "matches": introductions.list_matches,
    "history": read_commands.history,
    "undo": write_commands.undo,
    "redo": write_commands.redo,
    "check": read_commands.check,
    "backup": write_commands.backup,
    "restore": write_commands.restore,
    "info": read_commands.info,
    "sample": write_commands.sample,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    speak_utf8()
    options = parser().parse_args(arranged(sys.argv[1:] if arguments is None else arguments))
    try:
        code = COMMANDS[options.command](options)
        end_answer()
    except AnswerLost as error:
        leave_quietly()
        return refuse(str(error))
    except WrongUse as error:
        return refuse(str(error), WRONG_USE)
    except CrmError as error:
        return refuse(str(error))
    except BrokenPipeError:  # the reader of the answer has seen enough
        leave_quietly()
        return DONE
    except OSError as error:
        return refuse(f"{error.filename or 'The file'}: {error.strerror or error}")
    return code


if __name__ == "__main__":
    sys.exit(main())
