package org.tweedie.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.engine.Statistics;
import org.tweedie.formats.FieldFile;
import org.tweedie.formats.FieldFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tweedie inspect}: what a file holds, and what an operator would make of it. */
@Command(
    name = "inspect",
    description = "Tell what a file holds; with --operator also what would be estimated from it.",
    sortOptions = false,
    footer = {
      "",
      "With --operator the file is its data; further inputs and options are flags, as for",
      "'reconstruct', and --out writes what was estimated as files that it takes back. Example:",
      "  tweedie inspect kspace.npy --operator mri.cartesian --out out/estimates"
    })
final class InspectCommand extends ProviderCommand {
  @Parameters(paramLabel = "FILE", description = "An array: .npy, .npz, .cfl, NIfTI, PNG.")
  private Path file;

  @Option(names = "--operator", paramLabel = "ID", description = "What measured the data.")
  private Optional<String> operator = Optional.empty();

  @Option(names = "--out", paramLabel = "DIR", description = "Folder for the estimates.")
  private Optional<Path> out = Optional.empty();

  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Map<String, String> options = new LinkedHashMap<>();

  InspectCommand(Program program, Console console) {
    super(program, console);
  }

  @Override
  void addFlags(CommandSpec other) {
    if (operator.isEmpty()) {
      return;
    }
    InspectCommand runs = (InspectCommand) other.userObject();
    OperatorProvider provider = catalogue().operator(operator.get());
    for (InputSpec i : provider.inputs()) {
      if (!i.id().equals(OperatorProvider.DATA)) {
        addFlag(other, i.id(), "FILE", i.documentation(), runs.inputs, i.id());
      }
    }
    addFlags(other, provider.options(), runs.options, "");
  }

  @Override
  public Integer call() {
    FieldFile content = FieldFiles.open(file);
    describe(content);
    if (operator.isPresent()) {
      estimate(catalogue().operator(operator.get()));
    } else if (out.isPresent()) {
      throw new InvalidOptionException(
          "--out was given, and nothing is estimated",
          "name what measured the data: --operator ID");
    }
    return 0;
  }

  private void describe(FieldFile content) {
    PrintStream to = console.out();
    Field f = content.field();
    Space s = f.space();
    to.println(file + ": " + s);
    content
        .spacing()
        .ifPresent(
            mm -> to.println("  spacing " + Arrays.toString(mm) + " mm, slowest axis first"));
    int bad = 0;
    int zero = 0;
    float[] m = Statistics.magnitude(f).data();
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    double squares = 0;
    for (float v : m) {
      if (!Float.isFinite(v)) {
        bad++;
        continue;
      }
      zero += v == 0 ? 1 : 0;
      low = Math.min(low, v);
      high = Math.max(high, v);
      squares += (double) v * v;
    }
    to.printf(
        Locale.ROOT,
        "  magnitudes from %.4g to %.4g, root mean square %.4g; %.1f %% are exactly 0%n",
        low,
        high,
        Math.sqrt(squares / Math.max(1, m.length - bad)),
        100.0 * zero / m.length);
    if (bad > 0) {
      to.println("Warning: " + bad + " elements are not finite");
    }
  }

  private void estimate(OperatorProvider provider) {
    Map<String, Field> given = new LinkedHashMap<>();
    Map<String, String> files = new LinkedHashMap<>(inputs);
    files.put(OperatorProvider.DATA, file.toString());
    for (InputSpec spec : provider.inputs()) {
      String path = files.get(spec.id());
      if (path != null) {
        given.put(spec.id(), InputFiles.input(spec, Path.of(path)));
      }
    }
    Preparation preparation =
        Preparation.of(given, Options.bind(provider.options(), options))
            .reportingTo(line -> console.out().println("  " + line));
    try (Measurement m = provider.prepare(preparation)) {
      for (Finding f : m.findings()) {
        boolean warning = f.severity() == Finding.Severity.WARNING;
        console.out().println((warning ? "Warning: " : "  ") + f.text());
      }
      Likelihood l = m.likelihood();
      console
          .out()
          .printf(
              Locale.ROOT,
              "  images are %s, of a scale of %.4g; the baseline's data fit is %.3g%n",
              l.operator().domain(),
              m.scale(),
              l.dataFit(l.operator().apply(m.baseline())));
      out.ifPresent(folder -> write(folder, m));
    }
  }

  private void write(Path folder, Measurement m) {
    try (OutputFolder output = OutputFolder.claim(folder, false)) {
      output.open();
      Map<String, Field> arrays = new LinkedHashMap<>();
      arrays.put("baseline", m.baseline());
      m.findings().forEach(f -> f.field().ifPresent(a -> arrays.put(f.name(), a)));
      arrays.forEach(
          (name, a) -> {
            FieldFiles.write(output.path().resolve(name + ".npy"), a);
            console.out().println("  " + folder.resolve(name + ".npy") + "  " + a.space());
          });
      Json.write(
          output.path().resolve(OutputFolder.RUN),
          Map.of("files", arrays.keySet().stream().map(name -> name + ".npy").toList()));
      output.finish();
    }
  }
}
