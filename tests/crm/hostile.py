"""Texts that are typed, pasted or sent to see what breaks."""

SEARCHES = (
    "", " ", "'", '"', '""', "''", '"ann', 'ann"', "ann'", "*", "a*", "*a", "**", "^a", "a^2", "(", ")", "(a", "a)",
    "()", "NEAR", "NEAR(a b)", "NEAR(a, 2)", "a NEAR/3 b", "AND", "OR", "NOT", "a AND", "NOT a", "a OR OR b",
    "name:ann", ":ann", "ann:", "{name}:a", "-ann", "- ann", "+ann", "a+b", "C++", "C#", ".", "..", "a.b", "%", "_",
    "100%", "a\\b", "\\", "/", "a/b", "'; DROP TABLE contact; --", "1' OR '1'='1", "a\x00b", "\x00", "\n", "a\tb",
    "\u200b", "\u202eann", "e\u0301", "\u00e9", "ﬁ", "ß", "İ", "ı", "Ǆ", "\ud83d", "👩🏽‍💻", "北京", "שלום",
    "مرحبا", "ไทย", "ａｎｎ", "½", "²", "020 7946 0101", "+44 (0)20", "00" * 40, "jane@", "@", "@acme",
    "http://x.example/?a=1&b=2", "<b>ann</b>", "&amp;", "${ann}", "{{ann}}", "a" * 5_000, "a " * 2_000, '"' * 501,
    "(" * 501, "*" * 501,
)  # fmt: skip
"""What is typed into a search."""

FILE_NAMES = (
    ".", "...", "....//....//x", "/", "//", "\\", "\\\\?\\C:\\x", "C:", "C:x", "c:/windows/x", "~", "~/x", "~root",
    "$HOME", "%APPDATA%\\x", "CON", "con ", "PRN.", "AUX.txt.exe", "lpt9", "LPT¹", "com0", "CLOCK$", "CONIN$",
    "a/b\\c", "..%2f..%2fx", "%2e%2e", "x\x00.exe", "\x00", "\x1b[31mred", "\r\nSet-Cookie: x", "a\u2028b",
    "\u202efdp.exe", "\u2066x\u2069.pdf", "\ufeffx", "\u200b", "x\u00a0.pdf", "e\u0301" * 200, "👩🏽‍💻" * 60,
    "x" * 1_000, "." * 300, "x." + "e" * 300, " x", "x ", "x.", "-", "--help", "-rf *", ".x", "..x", "a<b>c", 'a"b',
    "a|b", "a?b", "a*b", "a;rm -rf b", "`x`", "$(x)", "a&b", "x.lnk", "desktop.ini", "Thumbs.db", "\ud800.txt",
    "CV.pdf ",
)  # fmt: skip
"""What a file from elsewhere is called."""
