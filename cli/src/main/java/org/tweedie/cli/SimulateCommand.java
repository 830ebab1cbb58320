package org.tweedie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Simulation;
import org.tweedie.api.spi.operator.Simulator;
import org.tweedie.formats.FieldFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code tweedie simulate}: an image in, synthetic measurements out. */
@Command(
    name = "simulate",
    description = "Make synthetic measurements of an image.",
    sortOptions = false,
    footer = {
      "",
      "The simulator's options are flags as well; with --operator ID this help shows them."
    })
final class SimulateCommand extends RunningCommand {
  @Option(names = "--operator", paramLabel = "ID", description = "What measures.")
  private Optional<String> operator = Optional.empty();

  @Option(names = "--image", paramLabel = "FILE", description = "The true image.")
  private Optional<Path> image = Optional.empty();

  @Option(names = "--set", paramLabel = "NAME=VALUE", description = "An option of the simulator.")
  private List<String> options = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the noise (default: 0).")
  private long seed;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder for the files.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--overwrite", description = "Replace an earlier run in that folder.")
  private boolean overwrite;

  private final Map<String, String> flagged = new LinkedHashMap<>();

  SimulateCommand(Program program, Console console) {
    super(program, console);
  }

  @Override
  void addFlags(CommandSpec other) {
    if (operator.isPresent()) {
      addFlags(
          other,
          simulator(catalogue().operator(operator.get())).options(),
          ((SimulateCommand) other.userObject()).flagged,
          "");
    }
  }

  @Override
  public Integer call() {
    OperatorProvider provider =
        catalogue().operator(operator.orElseThrow(() -> missing("operator", "--operator ID")));
    Simulator simulator = simulator(provider);
    Path file = image.orElseThrow(() -> missing("image", "--image FILE"));
    Path folder = out.orElseThrow(() -> missing("output folder", "--out DIR"));
    Map<String, String> given = new LinkedHashMap<>(flagged);
    given.putAll(pairs("--set", options));
    Options bound = Options.bind(simulator.options(), given);
    Field truth = InputFiles.image(file, "the image");
    CounterNoise noise = new CounterNoise(seed).use("simulate");
    try (OutputFolder output = OutputFolder.claim(folder, overwrite)) {
      Map<String, Field> made =
          output.preparing(() -> simulator.simulate(Simulation.of(truth, bound, noise)));
      output.open();
      made.forEach(
          (name, field) -> {
            FieldFiles.write(output.path().resolve(name + ".npy"), field);
            console.out().println("  " + name + ".npy  " + field.space());
          });
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("operator", provider.id());
      run.put("image", file.toAbsolutePath().normalize().toString());
      run.put("options", bound.asMap());
      run.put("seed", seed);
      run.put("version", Version.number());
      run.put("files", made.keySet().stream().map(name -> name + ".npy").toList());
      Json.write(output.path().resolve(OutputFolder.RUN), run);
      output.finish();
      console.out().println("Next: " + next(provider, folder, made.keySet()));
    }
    return 0;
  }

  /** The command that reconstructs what was made. */
  private static String next(OperatorProvider provider, Path folder, Set<String> made) {
    StringBuilder next = new StringBuilder("tweedie reconstruct --operator " + provider.id());
    for (String name : made) {
      boolean input = provider.inputs().stream().anyMatch(i -> i.id().equals(name));
      if (input || name.equals("reference")) {
        next.append(" --" + name + " " + shell(folder.resolve(name + ".npy")));
      }
    }
    return next + " --prior ... --sampler ... --out ...";
  }

  /** A path as a shell takes it. */
  private static String shell(Path path) {
    String text = path.toString();
    return text.matches("[\\w./:\\\\+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static Simulator simulator(OperatorProvider provider) {
    return provider
        .simulator()
        .orElseThrow(
            () ->
                new UnsupportedProblemException(
                    "the operator " + provider.id() + " cannot simulate",
                    "choose one that can: 'tweedie describe ID' shows the options of a simulator"));
  }

  private static InvalidOptionException missing(String what, String flag) {
    return new InvalidOptionException("no " + what + " was named", "give " + flag);
  }
}
