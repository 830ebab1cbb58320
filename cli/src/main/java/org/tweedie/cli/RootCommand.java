package org.tweedie.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program without a command: shows its help. */
@Command(
    name = "tweedie",
    description = "Posterior sampling with diffusion priors for imaging inverse problems.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Start with 'tweedie demo'. 'tweedie COMMAND --help' explains a command,",
      "'tweedie describe ID' an operator, a prior or a sampler."
    })
final class RootCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--debug", description = "Print stack traces of failures.")
  private boolean debug;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.usage(line.getErr());
    return Program.BAD_INPUT;
  }
}
