package org.tweedie.conformance.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.conformance.law.LawPredictor;

/**
 * A correct sampler with weights: a chain is a population that walks from noise to the prior and
 * weighs by the likelihood in its last step, whose mean is an unbiased estimate of p(y).
 */
class ImportanceTwin extends Twin {
  static final int PARTICLES = 8;
  private static final String WEIGHTS = "log-weights";

  @Override
  public Sampler create(Context context) {
    Sampler one = super.create(context);
    return new Sampler() {
      @Override
      public Exactness exactness() {
        return one.exactness();
      }

      @Override
      public List<Requirement> requirements() {
        return one.requirements();
      }

      @Override
      public int samplesPerChain() {
        return PARTICLES;
      }

      @Override
      public Kernel kernel(Problem problem) {
        return one.kernel(problem);
      }
    };
  }

  @Override
  Exactness exactness(Options o) {
    return Exactness.exactInLimit("Tends to the posterior as the chains and the steps grow.");
  }

  @Override
  List<Requirement> requirements(Options o) {
    return List.of(Requirement.prior(Denoiser.class, "to walk to the prior"));
  }

  @Override
  Optional<LawPredictor> law(Options o) {
    return Optional.empty();
  }

  @Override
  long steps(Options o) {
    return o.integer("steps");
  }

  @Override
  List<Field> start(Desk d) {
    return d.bench().each(d.bench().chains() * PARTICLES, i -> particle(d.bench(), i, "init"));
  }

  private static Field particle(Bench b, int i, String purpose) {
    return b.normals(i / PARTICLES, Purpose.of(purpose).index(i % PARTICLES));
  }

  @Override
  List<Field> step(Desk d, List<Field> x, int k) {
    double now = GuidedTwin.level(d.options(), k);
    double next = GuidedTwin.level(d.options(), k + 1);
    double at = GuidedTwin.alphaBar(now);
    double as = GuidedTwin.alphaBar(next);
    List<Field> u = x.stream().map(f -> f.copy().scale(1 / Math.sqrt(at))).toList();
    List<Field> clean = d.bench().denoise(u, now);
    double keep = Math.sqrt(at / as) * (1 - as) / (1 - at);
    double take = Math.sqrt(as) * (1 - at / as) / (1 - at);
    double deviation = Math.sqrt((1 - at / as) * (1 - as) / (1 - at));
    return d.bench()
        .each(
            x.size(),
            i ->
                x.get(i)
                    .copy()
                    .axpby(keep, take, clean.get(i))
                    .axpy(deviation, particle(d.bench(), i, "ancestral")));
  }

  @Override
  State next(Desk d, State s) {
    State next = super.next(d, s);
    if (d.bench().step() + 1 < steps(d.options())) {
      return next;
    }
    Likelihood l = d.bench().problem().likelihood();
    List<Field> z = next.fields("x").stream().map(d.bench()::apply).toList();
    return next.with(WEIGHTS, z.stream().mapToDouble(l::logDensity).toArray());
  }

  @Override
  List<ChainResult> result(Options o, Problem p, State s) {
    boolean weighed = s.numbers().containsKey(WEIGHTS);
    int chains = s.fields("x").size() / PARTICLES;
    return IntStream.range(0, chains)
        .mapToObj(
            c -> {
              List<Field> x = s.fields("x").subList(c * PARTICLES, (c + 1) * PARTICLES);
              return weighed
                  ? weighted(
                      x, Arrays.copyOfRange(s.numbers(WEIGHTS), c * PARTICLES, (c + 1) * PARTICLES))
                  : ChainResult.of(x);
            })
        .toList();
  }

  ChainResult weighted(List<Field> x, double[] logWeights) {
    double mean = Arrays.stream(logWeights).map(Math::exp).average().orElseThrow();
    return ChainResult.weighted(x, logWeights).withLogEvidence(Math.log(mean));
  }
}
