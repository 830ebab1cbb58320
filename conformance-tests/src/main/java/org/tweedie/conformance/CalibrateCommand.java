package org.tweedie.conformance;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.reference.Mixture;
import org.tweedie.conformance.statistics.Cloud;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Command;

/** {@code tweedie calibrate}: one sampler on a closed-form problem, empirical against exact. */
public final class CalibrateCommand implements Command {
  private static final String HELP =
      """
      Usage: tweedie calibrate --problem FILE.json --sampler ID [--set NAME=VALUE]...
                               [--samples N] [--seed S] [--out samples.npy] [--json]
                               [--plugins DIR]

      Runs one sampler on a closed-form problem and prints empirical against exact. Samples count
      by their weights, and chains that estimate the evidence in its proportion.

        --problem FILE  {"weights": [K], "means": [K][d], "covariances": [K][d][d],
                         "operator": [m][d], "noise": sigma, "y": [m]}
        --sampler ID    the sampler
        --set N=V       one of its options (sampler.N=V is the same)
        --samples N     number of samples, at least 2 (default 1000); --chains is the same
        --seed S        seed (default 0)
        --out FILE      write the samples as a NumPy array [samples, d] of float64, and their
                        weights, if they differ, as FILE.weights.npy
        --json          print JSON
        --plugins DIR   folder of plug-ins, in place of the program's own
      """;

  /** For the service loader. */
  public CalibrateCommand() {}

  @Override
  public String id() {
    return "calibrate";
  }

  @Override
  public String summary() {
    return "Run a sampler on a closed-form problem and compare it with the exact posterior.";
  }

  @Override
  public int run(List<String> arguments, Context context) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      context.out().print(HELP);
      return 0;
    }
    Map<String, String> set = new LinkedHashMap<>();
    Map<String, String> given = read(arguments, set);
    LawProblem problem = ClosedForm.read(Path.of(required(given, "--problem")));
    Catalogue catalogue =
        context.catalogue(Optional.ofNullable(given.get("--plugins")).map(Path::of));
    SamplerProvider provider = catalogue.sampler(required(given, "--sampler"));
    Options options = Options.bind(provider.options(), set);
    Sampler sampler = provider.create(catalogue.context(provider, options));
    long samples = number(given, "--samples", 1000);
    if (samples < 2 || samples > 10_000_000) {
      throw new InvalidOptionException(
          "--samples is " + samples, "give a number of samples in 2 … 10000000");
    }
    Calibration c =
        Calibration.of(provider.id(), sampler, problem, (int) samples, number(given, "--seed", 0));
    Optional<GaussianLaw> predicted =
        problem.prior().components() == 1
            ? SamplerLaws.of(provider, options).map(l -> l.predict(problem.forPrediction()))
            : Optional.empty();
    Map<String, Object> result = result(provider.id(), problem, c, predicted);
    if (given.containsKey("--json")) {
      print(result, context.out());
    } else {
      table(result, context.out());
    }
    if (given.containsKey("--out")) {
      write(given.get("--out"), c.pooled().cloud());
    }
    return 0;
  }

  private static Map<String, Object> result(
      String id, LawProblem problem, Calibration c, Optional<GaussianLaw> predicted) {
    Mixture exact = c.exact();
    Map<String, Object> r = new LinkedHashMap<>();
    r.put("sampler", id);
    r.put("samples", c.samples().size());
    r.put("chains", c.chains());
    r.put("effectiveSampleSize", c.pooled().cloud().effective());
    r.put("mean", c.mean());
    r.put("meanExact", exact.mean());
    r.put("covariance", c.covariance().toArray());
    r.put("covarianceExact", exact.covariance().toArray());
    predicted.ifPresent(
        law -> {
          r.put("meanPredicted", law.mean());
          r.put("covariancePredicted", law.covariance());
        });
    c.pooled().logEvidence().ifPresent(e -> r.put("logEvidence", e));
    r.put(
        "logEvidenceExact",
        problem.prior().logEvidence(problem.operator(), problem.data(), problem.sigma()));
    r.put("slicedWasserstein", c.distance());
    r.put("slicedWassersteinFloor", c.floor());
    r.put("excess", c.excess());
    r.put("deviationRatio", c.deviationRatio());
    double[] weights = new double[exact.components()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = exact.weight(k);
    }
    r.put("modeWeights", c.modeWeights());
    r.put("modeWeightsExact", weights);
    r.put("totalVariation", c.totalVariation());
    r.put("networkEvaluations", c.evaluations());
    r.put("seconds", c.seconds());
    return r;
  }

  private static void print(Map<String, Object> result, PrintStream out) {
    try {
      Map<String, Object> plain = new LinkedHashMap<>();
      result.forEach((name, value) -> plain.put(name, plain(value)));
      out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(plain));
    } catch (IOException e) {
      throw new ResourceException("the result cannot be written", "try again without --json", e);
    }
  }

  /** Arrays as lists: Jackson jr writes an array of doubles as an empty object. */
  private static Object plain(Object value) {
    if (value instanceof double[] v) {
      return Arrays.stream(v).boxed().toList();
    }
    return value instanceof double[][] m
        ? Arrays.stream(m).map(CalibrateCommand::plain).toList()
        : value;
  }

  private static void table(Map<String, Object> result, PrintStream out) {
    result.forEach((name, value) -> out.printf(Locale.ROOT, "%-24s%s%n", name, text(value)));
  }

  private static String text(Object value) {
    if (value instanceof double[] v) {
      List<String> all = new ArrayList<>();
      for (double x : v) {
        all.add(Compare.show(x));
      }
      return String.join("  ", all);
    }
    if (value instanceof double[][] m) {
      List<String> rows = new ArrayList<>();
      for (double[] row : m) {
        rows.add(text(row));
      }
      return String.join("\n" + " ".repeat(24), rows);
    }
    return value instanceof Double d ? Compare.show(d) : String.valueOf(value);
  }

  private static Map<String, String> read(List<String> arguments, Map<String, String> set) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      switch (name) {
        case "--json" -> given.put(name, "");
        case "--chains" -> given.put("--samples", Arguments.value(arguments, ++i));
        case "--problem", "--sampler", "--samples", "--seed", "--out", "--plugins" ->
            given.put(name, Arguments.value(arguments, ++i));
        case "--set" -> Arguments.set(Arguments.value(arguments, ++i), set);
        default ->
            throw new InvalidOptionException(
                "calibrate has no option '" + name + "'", "see tweedie calibrate --help");
      }
    }
    return given;
  }

  private static String required(Map<String, String> given, String name) {
    if (!given.containsKey(name)) {
      throw new InvalidOptionException(
          "the option '" + name + "' is missing", "see tweedie calibrate --help");
    }
    return given.get(name);
  }

  private static long number(Map<String, String> given, String name, long otherwise) {
    try {
      return given.containsKey(name) ? Long.parseLong(given.get(name)) : otherwise;
    } catch (NumberFormatException e) {
      throw new InvalidOptionException(
          name + " is '" + given.get(name) + "'", "give a whole number", e);
    }
  }

  private static void write(String file, Cloud samples) {
    try {
      Files.write(Path.of(file), NumpyArray.of(samples.points()));
      if (!samples.isEven()) {
        List<double[]> weights =
            Arrays.stream(samples.weights()).mapToObj(w -> new double[] {w}).toList();
        Files.write(Path.of(file + ".weights.npy"), NumpyArray.of(weights));
      }
    } catch (IOException e) {
      throw new ResourceException(
          "the samples cannot be written to " + file, "give a file that can be written", e);
    }
  }
}
