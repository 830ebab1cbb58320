package org.tweedie.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.Suggestion;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.cli.report.Verdict;
import org.tweedie.engine.Progress;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Request;
import org.tweedie.engine.RunListener;
import org.tweedie.engine.Session;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Kind;
import org.tweedie.engine.run.Timing;

/** One reconstruction: from a job to a folder of results. */
final class Reconstructing {
  private static final int DEFAULT_SAMPLES = 4;

  /** How long an interrupted program waits for the step at work and for the files. */
  private static final long INTERRUPT_SECONDS = 120;

  private final Console console;
  private final Catalogue catalogue;
  private final Job job;
  private final Duration saveEvery;
  private Optional<Integer> cancelAfter = Optional.empty();

  /**
   * @param saveEvery the least time between two saves of the state
   */
  Reconstructing(Console console, Catalogue catalogue, Job job, Duration saveEvery) {
    this.console = console;
    this.catalogue = catalogue;
    this.job = job;
    this.saveEvery = saveEvery;
  }

  /**
   * Cancels the run after a number of steps: what an interrupt does at a time of its own choice.
   */
  Reconstructing cancelAfter(int steps) {
    cancelAfter = Optional.of(steps);
    return this;
  }

  /**
   * Runs it from the beginning.
   *
   * @param overwrite whether an earlier run in the folder may go
   * @return the exit code
   */
  int run(Path folder, boolean overwrite) {
    Request request = request();
    try (OutputFolder output = OutputFolder.claim(folder, overwrite);
        Session session = output.preparing(() -> Session.prepare(catalogue, request, this::say))) {
      output.open();
      Json.write(output.path().resolve(OutputFolder.JOB), complete(session).json());
      return run(session, output, false);
    }
  }

  /**
   * Goes on with a run that was interrupted.
   *
   * @param output its folder
   * @return the exit code
   */
  int resume(OutputFolder output) {
    try (Session session = Session.prepare(catalogue, request(), this::say)) {
      return run(session, output, true);
    }
  }

  private int run(Session session, OutputFolder output, boolean goOn) {
    session.saveTo(output.state(), saveEvery);
    announce(session);
    CountDownLatch ended = new CountDownLatch(1);
    Thread interrupt = interruptHook(session, ended);
    Runtime.getRuntime().addShutdownHook(interrupt);
    try {
      Reconstruction result = sample(session, goOn && Files.isDirectory(output.state()));
      Optional<Field> reference = session.request().reference();
      Supplier<Timing> program = () -> program(session);
      new Results(output.path(), complete(session), result, reference, program).write();
      if (result.complete()) {
        session.discardSaved();
        output.finish();
      }
      Verdict.of(result, reference).lines().forEach(console.out()::println);
      summarise(result, program.get(), output);
      return result.complete() ? 0 : Program.FAILED;
    } finally {
      ended.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(interrupt);
      } catch (IllegalStateException e) {
        // The hook is running: it is what stopped the run.
      }
    }
  }

  private Reconstruction sample(Session session, boolean goOn) {
    ProgressLine line = new ProgressLine(console);
    RunListener listener =
        new RunListener() {
          @Override
          public void step(Progress p) {
            line.show(text(p), p.step() == 1 || p.step() == p.steps());
            if (cancelAfter.isPresent() && p.step() >= cancelAfter.get()) {
              session.cancel();
            }
          }

          @Override
          public void notice(String text) {
            console.out().println("Warning: " + text);
          }
        };
    try {
      return goOn ? session.resume(listener) : session.run(listener);
    } finally {
      line.end();
    }
  }

  private void say(String line) {
    console.out().println("  " + line);
    console.out().flush();
  }

  /** The time of the whole program, since the virtual machine began to start. */
  private static Timing program(Session session) {
    Timing spent = session.spent();
    double total = ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3;
    return new Timing(spent.prior(), spent.operator(), total);
  }

  /** Looks everything up and reads the files. */
  private Request request() {
    String operator = named(job.operator(), "operator", "--operator ID", "operators");
    String prior = named(job.prior(), "prior", "--prior ID or --prior FILE", "priors");
    String sampler = named(job.sampler(), "sampler", "--sampler ID", "samplers");
    OperatorProvider provider = catalogue.operator(operator);
    catalogue.sampler(sampler);
    Request.Builder request =
        Request.builder()
            .operator(operator)
            .sampler(sampler)
            .options(ofProviders())
            .samples(job.samples().orElse(DEFAULT_SAMPLES))
            .seed(job.seed().orElse(0))
            .batchLimit(job.batchLimit().orElse(Request.DEFAULT_BATCH_LIMIT));
    if (isFile(prior)) {
      request.priorFile(Path.of(prior).toAbsolutePath());
    } else {
      catalogue.prior(prior);
      request.prior(prior);
    }
    Map<String, InputSpec> specs = new LinkedHashMap<>();
    provider.inputs().forEach(i -> specs.put(i.id(), i));
    for (InputSpec i : specs.values()) {
      if (i.required() && !job.inputs().containsKey(i.id())) {
        throw new InvalidInputException(
            "the " + i.role() + " is missing", "give it with --" + i.id() + " FILE");
      }
    }
    job.inputs()
        .forEach(
            (id, file) -> {
              InputSpec spec = specs.get(id);
              if (spec == null) {
                throw unknownInput(operator, id, specs);
              }
              request.input(id, InputFiles.input(spec, Path.of(file)));
            });
    job.reference().map(Path::of).map(InputFiles::reference).ifPresent(request::reference);
    job.unknowns()
        .forEach((name, id) -> request.unknown(name, id, ofUnknown("unknown." + name + ".")));
    return request.build();
  }

  /** The options of operator, prior and sampler. */
  private Map<String, String> ofProviders() {
    Map<String, String> options = new LinkedHashMap<>(job.options());
    for (String name : job.unknowns().keySet()) {
      options.keySet().removeIf(o -> o.startsWith("unknown." + name + "."));
    }
    return options;
  }

  /** The options of an unknown parameter's prior, without their prefix. */
  private Map<String, String> ofUnknown(String prefix) {
    Map<String, String> options = new LinkedHashMap<>();
    job.options()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                options.put(name.substring(prefix.length()), value);
              }
            });
    return options;
  }

  private static InvalidInputException unknownInput(
      String operator, String id, Map<String, InputSpec> specs) {
    return new InvalidInputException(
        "the operator "
            + operator
            + " has no input '"
            + id
            + "'"
            + Suggestion.hint(id, specs.keySet()),
        "choose from " + String.join(", ", specs.keySet()));
  }

  private static String named(Optional<String> value, String what, String flag, String list) {
    return value.orElseThrow(
        () ->
            new InvalidOptionException(
                "no " + what + " was named",
                "give " + flag + "; 'tweedie list " + list + "' shows them"));
  }

  /** True if a prior is given as a model file and not as an id. */
  private boolean isFile(String prior) {
    boolean id = catalogue.found(Kind.PRIOR).stream().anyMatch(f -> f.id().equals(prior));
    return !id
        && (Files.isRegularFile(Path.of(prior)) || prior.matches(".*[/\\\\].*|.*\\.[a-z]+tensors"));
  }

  /** The job with every option bound and every file absolute: the run can be repeated from it. */
  private Job complete(Session session) {
    Map<String, String> options = session.options().asMap();
    Map<String, String> all = new LinkedHashMap<>(options);
    job.options()
        .forEach(
            (name, value) -> {
              if (name.startsWith("unknown.")) {
                all.put(name, value);
              }
            });
    absolute(all, "operator.", catalogue.operator(session.request().operator()).options());
    absolute(all, "sampler.", catalogue.sampler(session.request().sampler()).options());
    String prior = job.prior().orElseThrow();
    if (isFile(prior)) {
      // The file option is the prior itself.
      catalogue.priorForFile(Path.of(prior)).fileOption().ifPresent(o -> all.remove("prior." + o));
      prior = Path.of(prior).toAbsolutePath().normalize().toString();
    } else {
      absolute(all, "prior.", catalogue.prior(prior).options());
    }
    return new Job(
        job.title(),
        job.operator(),
        job.inputs(),
        Optional.of(prior),
        job.sampler(),
        all,
        job.unknowns(),
        OptionalInt.of(session.request().samples()),
        OptionalLong.of(session.request().seed()),
        OptionalInt.of(session.request().batchLimit()),
        job.reference(),
        job.plugins());
  }

  private static void absolute(
      Map<String, String> options, String prefix, java.util.List<OptionSpec> specs) {
    for (OptionSpec s : specs) {
      if (s.type() == OptionSpec.Type.FILE) {
        options.computeIfPresent(
            prefix + s.name(), (k, v) -> Path.of(v).toAbsolutePath().normalize().toString());
      }
    }
  }

  private void announce(Session session) {
    session.measurement().findings().forEach(this::tell);
    Request r = session.request();
    int chains = session.provenance().chains();
    int each = session.samplesPerChain();
    console
        .out()
        .printf(
            Locale.ROOT,
            "Sampling with %s and the prior %s: %s, seed %d.%n",
            r.sampler(),
            session.card().name(),
            each == 1
                ? count(chains, "sample")
                : count(chains * each, "sample")
                    + " from "
                    + count(chains, "chain")
                    + " of "
                    + each,
            r.seed());
    console.out().flush();
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private static String text(Progress p) {
    StringBuilder s = new StringBuilder();
    s.append(String.format(Locale.ROOT, "step %d/%d", p.step(), p.steps()));
    if (!Double.isNaN(p.level())) {
      s.append(String.format(Locale.ROOT, "  level %.3g", p.level()));
    }
    p.residual().ifPresent(r -> s.append(String.format(Locale.ROOT, "  misfit %.3g", r)));
    s.append("  ").append(Durations.text(p.seconds()));
    if (p.step() < p.steps()) {
      s.append(", ").append(Durations.text(p.secondsLeft())).append(" left");
    }
    return s.toString();
  }

  private void summarise(Reconstruction r, Timing program, OutputFolder output) {
    java.io.PrintStream out = console.out();
    if (!r.complete()) {
      out.printf(
          Locale.ROOT,
          "Interrupted after %s: the images are the best estimates so far, not samples; 'tweedie"
              + " resume %s' goes on.%n",
          Durations.text(program.total()),
          output.folder());
    }
    for (Finding f : r.findings().subList(r.measurement().findings().size(), r.findings().size())) {
      tell(f);
    }
    r.evaluation()
        .ifPresent(
            e ->
                out.printf(
                    Locale.ROOT,
                    "Against the reference: PSNR %.2f dB, SSIM %.4f, NRMSE %.4f (baseline %.2f"
                        + " dB).%n",
                    e.mean().psnr(),
                    e.mean().ssim(),
                    e.mean().nrmse(),
                    e.baseline().psnr()));
    out.printf(
        Locale.ROOT,
        "%d network and %d operator evaluations. %s in all: network %s, operator %s.%n",
        r.counts().priorEvaluations(),
        r.counts().operatorEvaluations(),
        Durations.text(program.total()),
        Durations.text(program.prior()),
        Durations.text(program.operator()));
    out.println(
        (r.complete() ? "Look at " : "The partial result: ")
            + output.path().resolve("report.html")
            + (output.path().equals(output.folder()) ? "" : "; the earlier run is kept"));
    out.flush();
  }

  private void tell(Finding f) {
    console
        .out()
        .println((f.severity() == Finding.Severity.WARNING ? "Warning: " : "  ") + f.text());
  }

  /** On Ctrl-C: stop after the step at work, and stay until the result is on disk. */
  private Thread interruptHook(Session session, CountDownLatch written) {
    return new Thread(
        () -> {
          console.err().println();
          console.err().println("Interrupted: finishing this step and writing what there is ...");
          session.cancel();
          try {
            if (!written.await(INTERRUPT_SECONDS, TimeUnit.SECONDS)) {
              console.err().println("tweedie: the step did not end; nothing was written.");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "interrupt");
  }
}
