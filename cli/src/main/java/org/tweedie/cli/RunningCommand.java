package org.tweedie.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that computes for a while. */
abstract class RunningCommand extends ProviderCommand {
  @Spec private CommandSpec spec;

  RunningCommand(Program program, Console console) {
    super(program, console);
  }

  @Option(names = "--quiet", description = "Print warnings and errors only.")
  final void quiet(boolean quiet) {
    if (quiet) {
      console = console.quiet();
    }
  }

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with (default: one a core).")
  final void threads(Integer threads) {
    if (threads == null) {
      return;
    }
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads is " + threads + ", and must be at least 1");
    }
    Threads.limit(threads);
  }
}
