package org.tweedie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
final class SimulateCommand extends ProviderCommand {
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
      Map<String, Field> made = simulator.simulate(Simulation.of(truth, bound, noise));
      write(provider, file, bound, made, output);
    }
    return 0;
  }

  private void write(
      OperatorProvider provider,
      Path file,
      Options bound,
      Map<String, Field> made,
      OutputFolder output) {
    Path folder = output.folder();
    Path results = output.startResults();
    List<String> files = new ArrayList<>();
    Map<String, String> inputs = new LinkedHashMap<>();
    made.forEach(
        (name, field) -> {
          String target = name + ".npy";
          FieldFiles.write(results.resolve(target), field);
          files.add(target);
          console.out().println("  " + target + "  " + field.space());
          if (provider.inputs().stream().anyMatch(i -> i.id().equals(name))) {
            inputs.put(name, target);
          }
        });
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("operator", provider.id());
    run.put("image", file.toAbsolutePath().normalize().toString());
    run.put("options", bound.asMap());
    run.put("seed", seed);
    run.put("version", Version.number());
    run.put("files", files);
    Json.write(results.resolve(OutputFolder.RUN), run);
    output.install();
    output.finish();
    StringBuilder next = new StringBuilder("tweedie reconstruct --operator " + provider.id());
    inputs.forEach((id, f) -> next.append(" --" + id + " " + shell(folder.resolve(f))));
    if (made.containsKey("reference")) {
      next.append(" --reference " + shell(folder.resolve("reference.npy")));
    }
    console.out().println("Next: " + next + " --prior ... --sampler ... --out ...");
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
