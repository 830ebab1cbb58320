package org.tweedie.engine.catalogue;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A subcommand that a module contributes to the command line, found by {@link
 * java.util.ServiceLoader}. Creating a command and asking for its id or summary does no work.
 */
public interface Command {
  /** The word after the program's name, in lower case, for example "verify". */
  String id();

  /** One line for the list of commands. */
  String summary();

  /**
   * Runs the command. Arguments are the command's own to read, {@code --help} among them.
   *
   * @param arguments what follows the command's id
   * @param context streams and providers
   * @return the exit code: 0 for success, 1 if what was checked failed, 2 for bad input
   * @throws org.tweedie.api.error.TweedieException for bad input; the program prints its message
   *     and ends with exit code 2
   */
  int run(List<String> arguments, Context context);

  /** What the program gives to a command. */
  interface Context {
    /** Standard input. */
    InputStream in();

    /** Where results go. */
    PrintStream out();

    /** Where progress and errors go. */
    PrintStream err();

    /**
     * The providers, with those of a plug-in directory.
     *
     * @param plugins the directory; empty for the program's default
     */
    Catalogue catalogue(Optional<Path> plugins);
  }
}
