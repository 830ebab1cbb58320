package org.tweedie.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.catalogue.Catalogue;

/** Looks up, binds, checks and joins what a request names; the cheap checks come first. */
final class SessionFactory {
  private final Stopwatch stopwatch = new Stopwatch();
  private final Request request;
  private final OperatorProvider operator;
  private final PriorProvider prior;
  private final SamplerProvider sampler;
  private final BoundOptions options;
  private final Catalogue catalogue;

  SessionFactory(Catalogue catalogue, Request request) {
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
    PriorCard card = guarded(prior, () -> prior.card(options.prior()));
    Sampler method = guarded(sampler, () -> sampler.create(options.sampler()));
    Measurement measurement =
        stopwatch.operator(
            () -> guarded(operator, () -> operator.prepare(request.inputs(), options.operator())));
    Space image = measurement.likelihood().operator().domain();
    checkMeasurement(measurement, image);
    Alignment t = PreparedProblem.align(card, image, measurement.scale());
    Prior made =
        stopwatch.network(() -> guarded(prior, () -> prior.create(options.prior(), t.prior())));
    try {
      PreparedProblem problem =
          PreparedProblem.of(measurement.likelihood(), made, measurement.scale());
      problem.meter().sampler(sampler.id());
      problem.require(sampler.id(), method);
      Provenance provenance = provenance(measurement, made.card(), problem, method);
      return new Session(
          new Setup(
              request,
              withFindings(measurement, problem.alignment()),
              problem,
              method,
              provenance,
              stamp(problem, provenance)),
          made,
          stopwatch);
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
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
  private Measurement withFindings(Measurement m, Alignment t) {
    List<Finding> findings = new ArrayList<>(m.findings());
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
    return new Measurement(m.likelihood(), m.scale(), m.baseline(), m.views(), findings);
  }

  private Provenance provenance(
      Measurement m, PriorCard card, PreparedProblem problem, Sampler method) {
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
        request.chains(),
        request.batchLimit(),
        problem.alignment().gain(),
        m.likelihood()
            .capability(LinearGaussian.class)
            .map(l -> OptionalDouble.of(l.sigma()))
            .orElse(OptionalDouble.empty()),
        card,
        method.exactness(),
        citations);
  }

  private Map<String, String> stamp(PreparedProblem problem, Provenance p) {
    Map<String, String> stamp = new TreeMap<>();
    for (Provider provider : List.of(operator, prior, sampler)) {
      String word = catalogue.find(provider.id()).kind().word();
      stamp.put(word, provider.id());
      stamp.put(word + " version", Versions.of(provider));
    }
    p.options().asMap().forEach((k, v) -> stamp.put("option " + k, v));
    stamp.put("seed", Long.toString(p.seed()));
    stamp.put("chains", Integer.toString(p.chains()));
    stamp.put("batch limit", Integer.toString(p.batchLimit()));
    long h = problem.problem().hash();
    for (Map.Entry<String, Field> e : new TreeMap<>(request.inputs()).entrySet()) {
      h = h * 31 + e.getKey().hashCode();
      h = h * 31 + java.util.Arrays.hashCode(e.getValue().data());
    }
    stamp.put("problem", Long.toHexString(h));
    return stamp;
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
