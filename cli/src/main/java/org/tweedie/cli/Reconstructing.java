package org.tweedie.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.cli.report.Verdict;
import org.tweedie.engine.Progress;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Request;
import org.tweedie.engine.Session;
import org.tweedie.engine.Timing;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Kind;

/** One reconstruction: from a job to a folder of results. */
final class Reconstructing {
  private static final int DEFAULT_CHAINS = 4;

  /** How long an interrupted program waits for the step at work and for the files. */
  private static final long INTERRUPT_SECONDS = 120;

  private final Console console;
  private final Catalogue catalogue;
  private final Job job;
  private final Path folder;
  private final boolean overwrite;

  Reconstructing(Console console, Catalogue catalogue, Job job, Path folder, boolean overwrite) {
    this.console = console;
    this.catalogue = catalogue;
    this.job = job;
    this.folder = folder;
    this.overwrite = overwrite;
  }

  /**
   * Runs it.
   *
   * @return the exit code
   */
  int run() {
    return run(Optional.empty());
  }

  /**
   * Runs it, and cancels it after a number of steps: what an interrupt does at a time of its own
   * choice.
   */
  int run(Optional<Integer> cancelAfter) {
    Request request = request();
    try (OutputFolder output = OutputFolder.claim(folder, overwrite);
        Session session = output.preparing(() -> Session.prepare(catalogue, request))) {
      Job complete = complete(session);
      output.open();
      Json.write(output.path().resolve(OutputFolder.JOB), complete.json());
      announce(session);
      ProgressLine line = new ProgressLine(console);
      CountDownLatch written = new CountDownLatch(1);
      Thread interrupt = interruptHook(session, written);
      Runtime.getRuntime().addShutdownHook(interrupt);
      try {
        Reconstruction result =
            session.run(
                p -> {
                  line.show(text(p), p.step() == 1 || p.step() == p.steps());
                  if (cancelAfter.isPresent() && p.step() >= cancelAfter.get()) {
                    session.cancel();
                  }
                });
        line.end();
        Supplier<Timing> program = () -> session.spent().within(secondsSinceStart());
        new Results(output.path(), complete, result, request.reference(), program).write();
        if (result.complete()) {
          output.finish();
        }
        Verdict.of(result, request.reference()).lines().forEach(console.out()::println);
        summarise(result, program.get(), output.path());
        return result.complete() ? 0 : Program.FAILED;
      } finally {
        line.end();
        written.countDown();
        try {
          Runtime.getRuntime().removeShutdownHook(interrupt);
        } catch (IllegalStateException e) {
          // The hook is running: it is what stopped the run.
        }
      }
    }
  }

  /** Since the virtual machine began to start. */
  private static double secondsSinceStart() {
    return ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3;
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
            .options(job.options())
            .chains(job.chains().orElse(DEFAULT_CHAINS))
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
    return request.build();
  }

  private static InvalidInputException unknownInput(
      String operator, String id, Map<String, InputSpec> specs) {
    return new InvalidInputException(
        "the operator "
            + operator
            + " has no input '"
            + id
            + "'"
            + Nearest.hint(id, specs.keySet()),
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
        OptionalInt.of(session.request().chains()),
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
    for (Finding f : session.measurement().findings()) {
      console
          .out()
          .println((f.severity() == Finding.Severity.WARNING ? "Warning: " : "  ") + f.text());
    }
    Request r = session.request();
    console
        .out()
        .printf(
            Locale.ROOT,
            "Sampling with %s and the prior %s: %d chain%s, seed %d.%n",
            r.sampler(),
            session.card().name(),
            r.chains(),
            r.chains() == 1 ? "" : "s",
            r.seed());
    console.out().flush();
  }

  private static String text(Progress p) {
    StringBuilder s = new StringBuilder();
    s.append(String.format(Locale.ROOT, "step %d/%d  level %.3g", p.step(), p.steps(), p.level()));
    p.residual().ifPresent(r -> s.append(String.format(Locale.ROOT, "  misfit %.3g", r)));
    s.append("  ").append(Durations.text(p.seconds()));
    if (p.step() < p.steps()) {
      s.append(", ").append(Durations.text(p.secondsLeft())).append(" left");
    }
    return s.toString();
  }

  private void summarise(Reconstruction r, Timing program, Path written) {
    java.io.PrintStream out = console.out();
    if (!r.complete()) {
      out.printf(
          Locale.ROOT,
          "Interrupted after %s: the images are the best estimates so far, not samples.%n",
          Durations.text(program.total()));
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
        "%d network and %d operator evaluations. %s in all: network %s, Fourier transforms %s,"
            + " everything else %s.%n",
        r.counts().priorEvaluations(),
        r.counts().operatorEvaluations(),
        Durations.text(program.total()),
        share(program.network(), program),
        share(program.fft(), program),
        share(program.outside(), program));
    out.println(
        (r.complete() ? "Look at " : "The partial result: ")
            + written.resolve("report.html")
            + (written.equals(folder) ? "" : "; the earlier run is kept"));
    out.flush();
  }

  private static String share(double part, Timing whole) {
    return String.format(
        Locale.ROOT, "%s (%.1f %%)", Durations.text(part), 100 * part / whole.total());
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
