package org.tweedie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.cli.report.Report;
import org.tweedie.cli.report.ReportContext;
import org.tweedie.engine.DataFit;
import org.tweedie.engine.Evaluation;
import org.tweedie.engine.Provenance;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Scores;
import org.tweedie.engine.Statistics;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;
import org.tweedie.formats.FieldFiles;
import org.tweedie.formats.NiftiFormat;
import org.tweedie.formats.NumpyFormat;

/**
 * Writes a result: arrays, pictures, the report, and the record of the run last.
 *
 * <p>A {@code .npy} holds what the sampler made, complex images as complex numbers; a {@code
 * .nii.gz} holds what viewers show, the magnitude.
 */
final class Results {
  private final Path folder;
  private final Job job;
  private final Reconstruction result;
  private final Optional<Field> reference;
  private final Supplier<Timing> program;
  private final Map<String, String> described = new LinkedHashMap<>();

  /**
   * @param folder where to; exists
   * @param job the complete job
   * @param result what to write
   * @param reference the true image, if it is known
   * @param program where the time of the whole program has gone when it is asked
   */
  Results(
      Path folder,
      Job job,
      Reconstruction result,
      Optional<Field> reference,
      Supplier<Timing> program) {
    this.folder = folder;
    this.job = job;
    this.result = result;
    this.reference = reference;
    this.program = program;
  }

  /** Writes everything. */
  void write() {
    Statistics s = result.statistics();
    array("mean", "the mean of the samples", s.mean(), shown(s.mean()));
    array(
        "standard-deviation",
        "where the samples disagree",
        s.standardDeviation(),
        s.magnitudeStandardDeviation());
    stack();
    Field baseline = result.measurement().baseline();
    array("baseline", "a plain reconstruction without a prior", baseline, shown(baseline));
    estimates();
    unknowns();
    Map<String, Object> run = record();
    described.put(OutputFolder.JOB, "the job: repeats the run");
    described.put(OutputFolder.RUN, "the record of the run");
    List<String> files = new ArrayList<>(described.keySet());
    for (Path p : Report.write(folder, result, context())) {
      files.add(folder.relativize(p).toString());
    }
    run.put("files", files);
    run.put("seconds", seconds());
    Json.write(folder.resolve(OutputFolder.RUN), run);
  }

  /** The samples, one after another: together they may be more than fits anywhere else. */
  private void stack() {
    List<Field> x = result.samples();
    Space one = x.get(0).space();
    NumpyFormat.writeStack(folder.resolve("samples.npy"), one, x.size(), x);
    described.put("samples.npy", "every sample, along the first axis");
    Space magnitude = one.with(Scalar.REAL);
    if (one.rank() < 7 && x.size() <= Short.MAX_VALUE) {
      NiftiFormat.writeStack(
          folder.resolve("samples.nii.gz"),
          magnitude,
          x.size(),
          () -> x.stream().map(Results::shown).iterator());
      described.put("samples.nii.gz", "every sample (magnitudes)");
    }
  }

  /** Unknown parameters of the operator: their mean, and the value that goes with each sample. */
  private void unknowns() {
    result
        .unknowns()
        .forEach(
            (name, values) -> {
              String file = "unknown-" + name + ".npy";
              Space one = values.get(0).space();
              NumpyFormat.writeStack(folder.resolve(file), one, values.size(), values);
              described.put(file, "the parameter " + name + " of each sample");
            });
  }

  /** Estimates that the operator takes back as inputs. */
  private void estimates() {
    for (Finding f : result.findings()) {
      f.field()
          .ifPresent(
              field -> {
                String name = f.name() + ".npy";
                if (described.containsKey(name)) {
                  return;
                }
                FieldFiles.write(folder.resolve(name), field);
                described.put(name, f.text());
              });
    }
  }

  private void array(String name, String what, Field exact, Field shown) {
    boolean complex = exact.space().isComplex();
    FieldFiles.write(folder.resolve(name + ".npy"), exact);
    described.put(name + ".npy", what + (complex ? " (complex)" : ""));
    FieldFiles.write(folder.resolve(name + ".nii.gz"), shown);
    described.put(name + ".nii.gz", what + (complex ? " (of magnitudes)" : ""));
  }

  private ReportContext context() {
    String data = job.inputs().getOrDefault(OperatorProvider.DATA, "");
    Path file = data.isEmpty() ? folder : Path.of(data);
    return new ReportContext(
        job.title().orElseGet(() -> String.valueOf(file.getFileName())),
        "tweedie reconstruct --job " + OutputFolder.JOB + " --out again",
        reference,
        program,
        List.of(),
        described);
  }

  /** What a viewer shows of an image: the magnitude of a complex one. */
  private static Field shown(Field image) {
    return image.space().isComplex() ? Statistics.magnitude(image) : image;
  }

  /** Everything needed to repeat and to judge the run. */
  private Map<String, Object> record() {
    Provenance p = result.provenance();
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("complete", result.complete());
    run.put("operator", p.operator());
    run.put("prior", p.prior());
    run.put("sampler", p.sampler());
    run.put("options", p.options().asMap());
    run.put("samples", p.samples());
    run.put("chains", p.chains());
    run.put("seed", p.seed());
    run.put("batchLimit", p.batchLimit());
    run.put("inputs", inputs());
    run.put("versions", new TreeMap<>(p.versions()));
    run.put("scale", Json.number(p.scale()));
    run.put("sigma", p.sigma().isPresent() ? Json.number(p.sigma().getAsDouble()) : null);
    run.put("card", card(p.card()));
    run.put(
        "exactness",
        Map.of("kind", p.exactness().kind().name(), "statement", p.exactness().statement()));
    run.put("findings", result.findings().stream().map(Results::finding).toList());
    Map<String, Object> evaluations = new LinkedHashMap<>();
    evaluations.put("network", result.counts().priorEvaluations());
    evaluations.put("networkPullbacks", result.counts().priorPullbacks());
    evaluations.put("operator", result.counts().operatorEvaluations());
    run.put("evaluations", evaluations);
    run.put("seconds", Map.of()); // filled in at the end
    run.put("dataFit", fit(result.dataFit()));
    result.evaluation().ifPresent(e -> run.put("scores", scores(e)));
    result.logEvidence().ifPresent(v -> run.put("logEvidence", Json.number(v)));
    if (!result.equallyWeighted()) {
      run.put("weights", numbers(result.weights()));
      run.put("effectiveSampleSize", Json.number(result.effectiveSampleSize()));
    }
    run.put("trace", result.trace().stream().map(Results::step).toList());
    Map<String, Object> citations = new LinkedHashMap<>();
    p.citations().forEach((id, c) -> citations.put(id, c.stream().map(Object::toString).toList()));
    run.put("citations", citations);
    return run;
  }

  private Map<String, Object> inputs() {
    Map<String, Object> inputs = new LinkedHashMap<>();
    job.inputs()
        .forEach(
            (id, file) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("file", file);
              InputFiles.hash(Path.of(file)).ifPresent(h -> one.put("sha256", h));
              inputs.put(id, one);
            });
    return inputs;
  }

  /** Where the time went: of the sampling, and of the whole program until now. */
  private Map<String, Object> seconds() {
    Map<String, Object> seconds = new LinkedHashMap<>();
    seconds.put("sampling", seconds(result.timing()));
    seconds.put("program", seconds(program.get()));
    return seconds;
  }

  private static Map<String, Object> seconds(Timing t) {
    Map<String, Object> seconds = new LinkedHashMap<>();
    seconds.put("network", t.prior());
    seconds.put("operator", t.operator());
    seconds.put("total", t.total());
    return seconds;
  }

  private static Map<String, Object> card(PriorCard c) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("name", c.name());
    card.put("description", c.description());
    card.put("spaces", c.spacesInWords());
    card.put("unit", c.unit());
    if (c.range().isBounded()) {
      card.put("range", List.of(c.range().low(), c.range().high()));
    }
    card.put("sigma", numbers(c.sigmaMin(), c.sigmaMax()));
    card.put("trainingData", c.trainingData());
    card.put("licence", c.licence());
    return card;
  }

  private static Map<String, Object> finding(Finding f) {
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put("severity", f.severity().name());
    finding.put("name", f.name());
    finding.put("text", f.text());
    return finding;
  }

  private static Map<String, Object> fit(DataFit f) {
    Map<String, Object> fit = new LinkedHashMap<>();
    fit.put("samples", numbers(f.samples()));
    fit.put("average", Json.number(f.average()));
    fit.put("mean", Json.number(f.mean()));
    fit.put("baseline", Json.number(f.baseline()));
    fit.put("spread", Json.number(f.spread()));
    fit.put("measurements", f.measurements());
    return fit;
  }

  private static Map<String, Object> scores(Evaluation e) {
    Map<String, Object> scores = new LinkedHashMap<>();
    scores.put("mean", scores(e.mean()));
    scores.put("baseline", scores(e.baseline()));
    scores.put("samples", e.samples().stream().map(Results::scores).toList());
    e.coverage().ifPresent(v -> scores.put("coverage90", Json.number(v)));
    e.coverageInside().ifPresent(v -> scores.put("coverage90Inside", Json.number(v)));
    return scores;
  }

  private static Map<String, Object> scores(Scores s) {
    Map<String, Object> scores = new LinkedHashMap<>();
    scores.put("psnr", Json.number(s.psnr()));
    scores.put("ssim", Json.number(s.ssim()));
    scores.put("nrmse", Json.number(s.nrmse()));
    return scores;
  }

  private static Map<String, Object> step(StepRecord t) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("step", t.step());
    step.put("firstChain", t.chains().first());
    step.put("level", Json.number(t.level()));
    t.notes().forEach((name, v) -> step.put(name, Json.number(v)));
    return step;
  }

  private static List<Object> numbers(double... values) {
    List<Object> numbers = new ArrayList<>();
    for (double v : values) {
      numbers.add(Json.number(v));
    }
    return numbers;
  }
}
