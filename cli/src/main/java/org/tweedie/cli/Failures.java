package org.tweedie.cli;

import java.nio.file.InvalidPathException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.error.UnknownIdException;

/** Failures as one sentence for people, and as an exit code for scripts. */
final class Failures {
  /** A sentence that lists more names than this hides the one that was meant. */
  private static final int MOST_NAMES = 10;

  private Failures() {}

  /** What went wrong, and what to do. */
  static String sentence(Throwable e) {
    if (e instanceof TweedieException t) {
      return t.problem() + "; " + remedy(t) + ".";
    }
    if (e instanceof InvalidPathException p) {
      return "the path '" + p.getInput() + "' cannot be used; " + remedy(p) + ".";
    }
    if (e instanceof OutOfMemoryError) {
      return "the memory is used up; run fewer chains at once (--batch-limit), or give more with"
          + " TWEEDIE_JAVA_OPTIONS=-Xmx8g.";
    }
    return "something failed that should not ("
        + firstLine(e.toString())
        + "); run it again with --debug to see where, and report that.";
  }

  /** A long list of names is left to the command that shows it with what the names mean. */
  private static String remedy(TweedieException e) {
    int names = e.remedy().startsWith("choose ") ? e.remedy().split(", ").length : 0;
    if (names <= MOST_NAMES) {
      return e.remedy();
    }
    if (e instanceof InvalidOptionException) {
      return "'tweedie describe ID' lists the options of an operator, a prior or a sampler";
    }
    return e instanceof UnknownIdException ? "'tweedie list' shows all there are" : e.remedy();
  }

  /** What to do about a path that this system does not take. */
  static String remedy(InvalidPathException e) {
    // Java asks the locale how names are written, and the locale C knows ASCII alone.
    return e.getInput().chars().allMatch(c -> c >= ' ' && c < 0x7f) || e.getInput().contains("\0")
        ? "name a file or a folder (" + e.getReason() + ")"
        : "set LC_ALL=C.UTF-8: the locale of this shell does not know all of its letters";
  }

  /** The exit code: 2 for bad input, 1 for a failure although the input was good. */
  static int code(Throwable e) {
    boolean userError =
        e instanceof InvalidPathException
            || e instanceof TweedieException
                && !(e instanceof NumericalFailureException)
                && !(e instanceof LifecycleException);
    return userError ? Program.BAD_INPUT : Program.FAILED;
  }

  /** The first line of a message, which may be missing. */
  static String firstLine(String text) {
    return text == null ? "no message" : text.lines().findFirst().orElse("").strip();
  }
}
