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
import org.tweedie.engine.Timing;
import org.tweedie.engine.TraceEntry;
import org.tweedie.formats.FieldFiles;

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
    array(
        "samples",
        "every sample, along the first axis",
        InputFiles.stack(result.samples()),
        InputFiles.stack(result.samples().stream().map(Results::shown).toList()));
    Field baseline = result.measurement().baseline();
    array("baseline", "a plain reconstruction without a prior", baseline, shown(baseline));
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
    run.put("findings", result.measurement().findings().stream().map(Results::finding).toList());
    Map<String, Object> evaluations = new LinkedHashMap<>();
    evaluations.put("network", result.counts().priorEvaluations());
    evaluations.put("networkPullbacks", result.counts().priorPullbacks());
    evaluations.put("operator", result.counts().operatorEvaluations());
    run.put("evaluations", evaluations);
    run.put("seconds", Map.of()); // filled in at the end
    result.dataFit().ifPresent(f -> run.put("dataFit", fit(f)));
    result.evaluation().ifPresent(e -> run.put("scores", scores(e)));
    result.logEvidence().ifPresent(v -> run.put("logEvidence", Json.number(v)));
    result.logWeights().ifPresent(w -> run.put("logWeights", numbers(w)));
    Map<String, Object> diagnostics = new LinkedHashMap<>();
    result.diagnostics().forEach((k, v) -> diagnostics.put(k, Json.number(v)));
    run.put("diagnostics", diagnostics);
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
    Timing t = result.timing();
    Map<String, Object> sampling = new LinkedHashMap<>();
    sampling.put("network", t.network());
    sampling.put("operator", t.operator());
    sampling.put("fft", t.fft());
    sampling.put("other", t.other());
    sampling.put("total", t.total());
    seconds.put("sampling", sampling);
    Timing p = program.get();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("network", p.network());
    all.put("fft", p.fft());
    all.put("outside", p.outside());
    all.put("total", p.total());
    all.put("outsideShare", p.outsideShare());
    seconds.put("program", all);
    return seconds;
  }

  private static Map<String, Object> card(PriorCard c) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("name", c.name());
    card.put("description", c.description());
    card.put("spaces", c.spaces().toString());
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

  private static Map<String, Object> step(TraceEntry t) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("step", t.report().step());
    step.put("firstChain", t.chains().first());
    step.put("level", Json.number(t.report().level()));
    step.put("network", t.report().priorEvaluations());
    step.put("operator", t.report().operatorEvaluations());
    t.report().residual().ifPresent(v -> step.put("residual", Json.number(v)));
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
