package org.tweedie.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.engine.catalogue.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tweedie reconstruct}: measurements in, samples of the posterior out. */
@Command(
    name = "reconstruct",
    description = "Draw images that explain a measurement, and show where they disagree.",
    sortOptions = false,
    footer = {
      "",
      "The operator's inputs and options are flags as well; with --operator ID this",
      "help shows them. Example:",
      "  tweedie reconstruct --operator mri.cartesian --data kspace.npy \\",
      "    --prior brain.mri --sampler r-bgdm --samples 4 --out out/scan1"
    })
class ReconstructCommand extends RunningCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--job",
      paramLabel = "FILE",
      description = "A job file (JSON); flags override what it says. Every run writes its own.")
  private Optional<Path> job = Optional.empty();

  @Option(names = "--operator", paramLabel = "ID", description = "What measured the data.")
  private Optional<String> operator = Optional.empty();

  @Option(
      names = "--prior",
      paramLabel = "ID|FILE",
      description = "What images look like: a prior's id, or a model file.")
  private Optional<String> prior = Optional.empty();

  @Option(names = "--sampler", paramLabel = "ID", description = "How to sample.")
  private Optional<String> sampler = Optional.empty();

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE",
      description = "An input of the operator; --NAME FILE is the short form.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "An option: operator.x, prior.x or sampler.x; or x if only one has it.")
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--unknown",
      paramLabel = "NAME=ID",
      description =
          "Estimate this parameter of the operator too, with the prior of this id; its options are"
              + " --set unknown.NAME.x=VALUE.")
  private List<String> unknowns = new ArrayList<>();

  @Option(
      names = {"--samples", "--chains"},
      paramLabel = "N",
      description = "Samples to draw (default: 4).")
  private Integer samples;

  @Option(
      names = "--batch-limit",
      paramLabel = "N",
      description = "Images that the prior sees at once, which bounds the memory (default: 8).")
  private Integer batchLimit;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the noise (default: 0).")
  private Long seed;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = "The true image, if it is known: the result is scored against it.")
  private Optional<Path> reference = Optional.empty();

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "What is reconstructed, for the report (default: the name of the data file).")
  private Optional<String> title = Optional.empty();

  @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description = "Time between saves of the run, for 'tweedie resume' (default: 60).")
  private int checkpointEvery = 60;

  @Option(names = "--overwrite", description = "Replace an earlier run in that folder.")
  private boolean overwrite;

  private final Map<String, String> flaggedInputs = new LinkedHashMap<>();
  private final Map<String, String> flaggedOptions = new LinkedHashMap<>();

  ReconstructCommand(Program program, Console console) {
    super(program, console);
  }

  /** The job to start from. */
  Optional<Job> base() {
    return job.map(Job::read);
  }

  /** The folder for the results, if none is given. */
  Optional<Path> defaultOut() {
    return Optional.empty();
  }

  @Override
  void addFlags(CommandSpec other) {
    ReconstructCommand runs = (ReconstructCommand) other.userObject();
    Optional<String> id = operator.or(() -> base().flatMap(Job::operator));
    if (id.isEmpty()) {
      throw new InvalidOptionException(
          "no operator was named", "give --operator ID; 'tweedie list operators' shows them");
    }
    OperatorProvider provider = program.catalogue(pluginsOf(base())).operator(id.get());
    for (InputSpec i : provider.inputs()) {
      addFlag(
          other,
          i.id(),
          "FILE",
          i.documentation() + (i.required() ? "" : " (optional)"),
          runs.flaggedInputs,
          i.id());
    }
    addFlags(other, provider.options(), runs.flaggedOptions, "operator.");
  }

  @Override
  public Integer call() {
    Job given =
        new Job(
            title,
            operator,
            absolute(merged(flaggedInputs, pairs("--input", inputs))),
            prior,
            sampler,
            merged(flaggedOptions, pairs("--set", options)),
            pairs("--unknown", unknowns),
            samples == null
                ? OptionalInt.empty()
                : OptionalInt.of(atLeastOne("--samples", samples)),
            seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
            batchLimit == null
                ? OptionalInt.empty()
                : OptionalInt.of(atLeastOne("--batch-limit", batchLimit)),
            reference.map(p -> p.toAbsolutePath().normalize().toString()),
            plugins().map(p -> p.toAbsolutePath().normalize().toString()));
    Job whole = base().map(b -> b.overlaid(given)).orElse(given);
    Path folder =
        out.or(this::defaultOut)
            .orElseThrow(
                () ->
                    new InvalidOptionException(
                        "no folder for the results was named", "give --out DIR"));
    Catalogue catalogue = program.catalogue(whole.plugins().map(Path::of));
    if (checkpointEvery < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--checkpoint-every is " + checkpointEvery + ", and must not be negative");
    }
    return new Reconstructing(console, catalogue, whole, Duration.ofSeconds(checkpointEvery))
        .run(folder, overwrite || defaultOut().isPresent() && out.isEmpty());
  }

  private Optional<Path> pluginsOf(Optional<Job> base) {
    return plugins().or(() -> base.flatMap(Job::plugins).map(Path::of));
  }

  private int atLeastOne(String flag, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), flag + " is " + value + ", and must be at least 1");
    }
    return value;
  }

  private static Map<String, String> merged(Map<String, String> a, Map<String, String> b) {
    Map<String, String> all = new LinkedHashMap<>(a);
    all.putAll(b);
    return all;
  }

  private static Map<String, String> absolute(Map<String, String> files) {
    files.replaceAll((id, file) -> Path.of(file).toAbsolutePath().normalize().toString());
    return files;
  }
}
