package org.tweedie.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Parameter;
import org.tweedie.api.spi.operator.Parametric;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.run.Alignment;
import org.tweedie.engine.run.PreparedProblem;
import org.tweedie.engine.run.Timing;

/** Looks up, binds, checks and joins what a request names; the cheap checks come first. */
final class SessionFactory {
  private final long beginning = System.nanoTime();
  private final Consumer<String> progress;
  private final Catalogue catalogue;
  private final Request request;
  private final OperatorProvider operator;
  private final PriorProvider prior;
  private final SamplerProvider sampler;
  private final BoundOptions options;

  SessionFactory(Catalogue catalogue, Request request, Consumer<String> progress) {
    this.progress = progress;
    this.catalogue = catalogue;
    this.request = request;
    operator = catalogue.operator(request.operator());
    prior =
        request
            .prior()
            .map(catalogue::prior)
            .orElseGet(() -> catalogue.priorForFile(request.priorFile().orElseThrow()));
    sampler = catalogue.sampler(request.sampler());
    Map<String, String> given = new LinkedHashMap<>(request.options());
    request.priorFile().ifPresent(f -> given.put("prior." + fileOption(f), f.toString()));
    options = new OptionRouter(operator, prior, sampler).bind(given);
  }

  private String fileOption(Path file) {
    return prior
        .fileOption()
        .orElseThrow(
            () ->
                new InvalidOptionException(
                    "the prior " + prior.id() + " reads no model file, and was given " + file,
                    "leave the file out, or choose a prior that reads it"));
  }

  Session session() {
    InputCheck.check(operator, request.inputs());
    PriorCard card = guarded(prior, () -> prior.card(catalogue.context(prior, options.prior())));
    Sampler method =
        guarded(sampler, () -> sampler.create(catalogue.context(sampler, options.sampler())));
    int perChain = samplesPerChain(method);
    int chains = ceilDiv(request.samples(), perChain);
    long samples = (long) chains * perChain;
    // What does not fit even at one pixel each need not wait for the operator.
    checkMemory(samples + " samples of one pixel", samples, 1);
    double began = seconds();
    Measurement measurement =
        guarded(
            operator,
            () ->
                operator.prepare(
                    Preparation.of(request.inputs(), options.operator()).reportingTo(progress)));
    double prepared = seconds();
    List<Prior> made = new ArrayList<>();
    try {
      Space image = measurement.likelihood().operator().domain();
      checkMeasurement(measurement, image);
      checkMemory(samples + " samples of " + image, samples, image.components());
      Alignment t = PreparedProblem.alignment(card, measurement);
      made.add(
          guarded(
              prior,
              () ->
                  prior.create(
                      catalogue.context(prior, options.prior()),
                      PreparedProblem.priorSpace(card, t))));
      Map<String, Prior> unknowns = unknowns(measurement, made);
      PreparedProblem problem =
          PreparedProblem.of(measurement, made.get(0), unknowns, request.batchLimit());
      Provenance provenance =
          guarded(
              sampler,
              () -> {
                problem.require(sampler.id(), method);
                return provenance(measurement, made.get(0).card(), problem, method, chains);
              });
      return new Session(
          new Setup(
              request,
              measurement.withFindings(findings(measurement, problem.alignment())),
              problem,
              method,
              provenance,
              this::stamp),
          made,
          beginning,
          new Timing(seconds() - prepared, prepared - began, 0));
    } catch (RuntimeException e) {
      made.forEach(Prior::close);
      measurement.close();
      throw e;
    }
  }

  private int samplesPerChain(Sampler method) {
    int n = guarded(sampler, method::samplesPerChain);
    if (n < 1) {
      throw new PluginException(
          "a chain of the sampler " + sampler.id() + " is to return " + n + " samples",
          "report it to the provider's author");
    }
    return n;
  }

  private Map<String, Prior> unknowns(Measurement m, List<Prior> made) {
    Map<String, Prior> priors = new LinkedHashMap<>();
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    m.likelihood()
        .capability(Parametric.class)
        .ifPresent(p -> p.parameters().forEach(q -> parameters.put(q.name(), q)));
    request
        .unknowns()
        .forEach(
            (name, u) -> {
              Parameter p = parameters.get(name);
              if (p == null) {
                throw new InvalidOptionException(
                    "the operator " + operator.id() + " has no unknown parameter '" + name + "'",
                    parameters.isEmpty()
                        ? "leave it out: it has none"
                        : "choose one of " + String.join(", ", parameters.keySet()));
              }
              PriorProvider its = catalogue.prior(u.prior());
              made.add(
                  guarded(
                      its,
                      () ->
                          its.create(
                              catalogue.context(its, Options.bind(its.options(), u.options())),
                              p.space())));
              priors.put(name, made.get(made.size() - 1));
            });
    return priors;
  }

  /** Samples stay in memory until they are written: better to say now that they do not fit. */
  private static void checkMemory(String what, long samples, int floatsEach) {
    // One copy in the prior's units, one in the data's, one of the magnitudes.
    double needed = 3.0 * samples * floatsEach * Float.BYTES;
    double there = Runtime.getRuntime().maxMemory();
    if (needed > 0.9 * there || samples > Integer.MAX_VALUE) {
      throw new ResourceException(
          what
              + " need "
              + (long) Math.ceil(needed / 1e6)
              + " MB, and "
              + (long) (there / 1e6)
              + " MB are there",
          "ask for fewer samples, or give Java more memory");
    }
  }

  private double seconds() {
    return (System.nanoTime() - beginning) * 1e-9;
  }

  private static int ceilDiv(int a, int b) {
    return (int) (((long) a + b - 1) / b);
  }

  private void checkMeasurement(Measurement m, Space image) {
    m.baseline().require(image, "the baseline of the operator " + operator.id());
    if (!(m.scale() > 0 && m.scale() < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "the operator " + operator.id() + " found a scale of " + m.scale() + " in the data",
          "check that the data are not zero");
    }
    request
        .reference()
        .ifPresent(
            r -> {
              if (!r.space().with(image.scalar()).equals(image)) {
                throw new ShapeMismatchException(
                    "the reference is " + r.space(),
                    image + " (or real) like the operator's images",
                    "give the true image in that shape");
              }
              if (!r.isFinite()) {
                throw new InvalidInputException(
                    "the reference holds a NaN or an infinity", "give a finite image");
              }
            });
  }

  /** Tells what the alignment assumes. */
  private static List<Finding> findings(Measurement m, Alignment t) {
    List<Finding> findings = new ArrayList<>();
    // Operators tell their scale themselves; what a prior of another range makes of it they cannot.
    if (t.offset() != 0 || (t.gain() != 1 && t.gain() != m.scale())) {
      findings.add(
          Finding.info(
              "scale",
              "the prior sees the image divided by "
                  + (float) t.gain()
                  + (t.offset() == 0 ? "" : " after subtracting " + (float) t.offset())));
    }
    if (!t.data().equals(t.prior())) {
      findings.add(
          Finding.warning(
              "scalar",
              t.data().isComplex()
                  ? "the prior knows real images only, so the image is taken to be real: a phase in"
                      + " the data will not be explained"
                  : "the prior knows complex images, so the image is taken to be the real part of"
                      + " one"));
    }
    return findings;
  }

  private Provenance provenance(
      Measurement m, PriorCard card, PreparedProblem problem, Sampler method, int chains) {
    Map<String, List<Citation>> citations = new LinkedHashMap<>();
    for (Provider p : List.of(operator, prior, sampler)) {
      List<Citation> all = new ArrayList<>(p.references());
      if (p == prior) {
        card.references().stream().filter(c -> !all.contains(c)).forEach(all::add);
      }
      if (!all.isEmpty()) {
        citations.put(p.id(), List.copyOf(all));
      }
    }
    return new Provenance(
        operator.id(),
        prior.id(),
        sampler.id(),
        Versions.of(List.of(operator, prior, sampler)),
        options,
        request.seed(),
        request.samples(),
        chains,
        request.batchLimit(),
        problem.alignment().gain(),
        m.likelihood()
            .capability(GaussianNoise.class)
            .map(l -> OptionalDouble.of(l.sigma()))
            .orElse(OptionalDouble.empty()),
        card,
        method.exactness(),
        citations);
  }

  private Map<String, String> stamp() {
    Stamp stamp =
        new Stamp()
            .provider("operator", operator, options.operator())
            .provider("prior", prior, options.prior())
            .provider("sampler", sampler, options.sampler())
            .entry("seed", Long.toString(request.seed()))
            .entry("batch limit", Integer.toString(request.batchLimit()))
            .fields(request.inputs());
    request
        .unknowns()
        .forEach(
            (name, u) -> {
              PriorProvider p = catalogue.prior(u.prior());
              stamp.provider("unknown " + name, p, Options.bind(p.options(), u.options()));
            });
    return stamp.entries();
  }

  /** Calls a provider; what it throws that is not ours becomes ours. */
  private static <T> T guarded(Provider p, Supplier<T> call) {
    try {
      return call.get();
    } catch (TweedieException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(
          "the provider " + p.id() + " failed: " + e, "report it to the provider's author", e);
    }
  }
}
