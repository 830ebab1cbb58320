package org.tweedie.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tweedie.api.error.ResourceException;
import picocli.CommandLine.Command;

/** {@code tweedie demo}: the job that ships with the image. */
@Command(
    name = "demo",
    description = "Reconstruct the measured scan that ships with Tweedie; writes out/demo.",
    footer = {
      "",
      "The same as: tweedie reconstruct --job demo/job.json --out out/demo --overwrite",
      "Every flag of reconstruct may be given as well."
    },
    sortOptions = false)
final class DemoCommand extends ReconstructCommand {
  DemoCommand(Program program, Console console) {
    super(program, console);
  }

  @Override
  Optional<Job> base() {
    Path file =
        console
            .home()
            .map(h -> h.resolve("demo/job.json"))
            .filter(Files::isRegularFile)
            .orElseThrow(
                () ->
                    new ResourceException(
                        "this installation has no demo data",
                        "run the demo of the full runtime image, or use 'tweedie reconstruct'"));
    Job demo = Job.read(file);
    return Optional.of(super.base().map(demo::overlaid).orElse(demo));
  }

  @Override
  Optional<Path> defaultOut() {
    return Optional.of(Path.of("out", "demo"));
  }
}
