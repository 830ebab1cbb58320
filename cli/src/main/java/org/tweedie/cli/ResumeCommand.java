package org.tweedie.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tweedie resume}: goes on with a run that was interrupted. */
@Command(
    name = "resume",
    description = "Go on with a run that was interrupted, from the state that it saved last.",
    sortOptions = false,
    footer = {
      "",
      "With analytic priors the result has the bits of a run that was never interrupted; with",
      "networks as far as their library repeats itself. Example:",
      "  tweedie resume out/scan1"
    })
final class ResumeCommand extends RunningCommand {
  @Parameters(paramLabel = "DIR", description = "What was given to 'reconstruct --out'.")
  private Path folder;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description = "Time between saves of the run (default: 60).")
  private int checkpointEvery = 60;

  ResumeCommand(Program program, Console console) {
    super(program, console);
  }

  @Override
  public Integer call() {
    try (OutputFolder output = OutputFolder.resume(folder)) {
      Job job = Job.read(output.path().resolve(OutputFolder.JOB));
      Optional<Path> plugins = plugins().or(() -> job.plugins().map(Path::of));
      return new Reconstructing(
              console,
              program.catalogue(plugins),
              job,
              Duration.ofSeconds(Math.max(0, checkpointEvery)))
          .resume(output);
    }
  }
}
