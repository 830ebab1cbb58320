package org.tweedie.conformance.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.conformance.Budgets;
import org.tweedie.conformance.RuleOutcome;
import org.tweedie.conformance.Verdicts;
import org.tweedie.conformance.law.LawPredictor;

/** Samplers that are wrong in one way each, and their correct twins. */
public final class SamplerZoo {
  private SamplerZoo() {}

  /** The correct twins: no rule may reject them. */
  public static List<Supplier<List<RuleOutcome>>> twins() {
    return List.of(
        on(new GuidedTwin()), on(new GibbsTwin()), on(new ImportanceTwin()), on(new RedTwin()));
  }

  /** The faults. */
  public static List<Fault> faults() {
    return List.of(
        new Fault("guidance norm taken over the whole batch", "S-1", on(new BatchNorm())),
        new Fault("noise by position in the batch", "S-1", on(new PositionNoise())),
        new Fault("noise reused across chains", "S-2", on(new OneStream())),
        new Fault("randomness of its own", "S-3", on(new OwnRandom())),
        new Fault("a counter that outlives the run", "S-3", on(new GlobalCounter())),
        new Fault("a failure when exactly two samples are asked for", "S-4", on(new NotTwo())),
        new Fault("a mean in place of the samples", "S-4", on(new OneForAll())),
        new Fault("a random stream that a resumed run begins anew", "S-5", on(new OwnStream())),
        new Fault("a momentum that is not in the state", "S-5", on(new Momentum())),
        new Fault("residual computed in the data's own array", "S-8", on(new WritesData())),
        new Fault("two evaluations of the prior in a step", "S-9", on(new TwoEvaluations())),
        new Fault("a requirement that is not declared", "S-10", on(new Undeclared())),
        new Fault("one NaN turned into an all-zero image", "S-11", on(new HidesNan())),
        new Fault("a failure of the operator passed over", "S-12", on(new PassesOver())),
        new Fault("estimates clipped to [-1, 1] whatever the range", "S-13", on(new Clips())),
        new Fault("normals truncated at one standard deviation", "S-14", on(new Truncates())),
        new Fault(
            "diffusion coefficient of the VP process off by a square root",
            "S-15",
            on(new SquareRoot())),
        new Fault("noise divided by √2", "S-15", on(new HalfNoise())),
        new Fault("gradient of the wrong sign", "S-15", on(new WrongSign())),
        new Fault("noise level off by one", "S-15", on(new OffByOne())),
        new Fault("noise reused across steps", "S-15", on(new OneDraw())),
        new Fault("a step size cached by the space of the images", "S-15", on(new Caches())),
        new Fault("a biased method declared exact", "S-16", on(new ClaimsExact())),
        new Fault("measurement ignored", "S-16", on(new IgnoresData())),
        new Fault("pulled towards zero where the data say nothing", "S-17", on(new Shrinks())),
        new Fault("variance of the noise halved", "S-16", on(new HalfVariance())),
        new Fault("noise scaled by 0.3", "S-18", on(new Cold())),
        new Fault("weights of the samples left out", "S-18", on(new Weightless())),
        new Fault("weights of the samples the wrong way round", "S-18", on(new Upended())),
        new Fault("a point estimate declared exact", "S-19", on(new PointEstimate())),
        new Fault("weights that one sample takes all of", "S-19", on(new TakesAll())),
        new Fault("a pullback left open for the next step", "S-20", on(new LeavesOpen())),
        new Fault("a state updated in place", "S-21", on(new InPlace())),
        new Fault("an estimate that denoises once more", "S-21", on(new DenoisesResult())),
        new Fault("an estimate scaled in place", "S-21", on(new ScalesResult())),
        new Fault("the last estimate kept in the kernel", "S-22", on(new Momentum())),
        new Fault("an estimate that is there after the last step only", "S-23", on(new Late())),
        new Fault("one step fewer planned than it takes", "S-23", on(new TooFew())),
        new Fault("an optimiser that climbs the misfit", "S-24", on(new Climbs())),
        new Fault("an optimiser without a data term", "S-24", on(new PriorAlone())));
  }

  private static Supplier<List<RuleOutcome>> on(Twin twin) {
    List<Map<String, String>> variants =
        twin.options().size() > 1 ? List.of(Map.of("gradient", "norm")) : List.of();
    // A population costs its size; its walk is the prior's and needs fewer steps.
    int most = twin instanceof ImportanceTwin ? 120 : 480;
    Budgets budgets =
        new Budgets(
            steps(6), List.of(steps(40), steps(most / 3), steps(most)), steps(most), variants);
    return () -> Verdicts.sampler(twin, budgets, twin::law);
  }

  private static Map<String, String> steps(int n) {
    return Map.of("steps", Integer.toString(n));
  }

  private static final class Climbs extends RedTwin {
    @Override
    double weight() {
      return -0.05; // at full weight it would run away, which other rules see
    }
  }

  private static final class PriorAlone extends RedTwin {
    @Override
    double weight() {
      return 0;
    }
  }

  private static final class BatchNorm extends GuidedTwin {
    @Override
    double norm(List<Field> residuals, int i) {
      return Math.sqrt(residuals.stream().mapToDouble(Field::normSquared).sum());
    }
  }

  private static final class PositionNoise extends GuidedTwin {
    @Override
    Field normal(Desk d, int chain, String purpose, Space space) {
      return d.bench().normals(chain, Purpose.of(purpose).index(chain), space);
    }
  }

  private static final class OneStream extends GuidedTwin {
    @Override
    Field normal(Desk d, int chain, String purpose, Space space) {
      return super.normal(d, 0, purpose, space);
    }
  }

  private static final class OwnRandom extends GuidedTwin {
    private final Random random = new Random(1);

    @Override
    double diffusion(double c) {
      return c * random.nextGaussian();
    }
  }

  private static final class GlobalCounter extends GuidedTwin {
    private int runs;

    @Override
    List<Field> start(Desk d) {
      runs++;
      return super.start(d);
    }

    @Override
    Field normal(Desk d, int chain, String purpose, Space space) {
      return super.normal(d, chain, purpose + runs, space);
    }
  }

  /** As a shape that is squeezed and then taken for (re, im). */
  private static final class NotTwo extends GuidedTwin {
    @Override
    List<Field> start(Desk d) {
      if (d.bench().chains() == 2) {
        throw new ArrayIndexOutOfBoundsException("Index 2 out of bounds for length 2");
      }
      return super.start(d);
    }
  }

  private static final class OneForAll extends ImportanceTwin {
    @Override
    ChainResult weighted(List<Field> x, double[] logWeights) {
      return ChainResult.of(x.get(0));
    }
  }

  private static final class OwnStream extends GuidedTwin {
    private long steps;

    @Override
    State init(Desk d) {
      steps = 0;
      return super.init(d);
    }

    @Override
    State next(Desk d, State s) {
      steps++;
      return super.next(d, s);
    }

    @Override
    Field normal(Desk d, int chain, String purpose, Space space) {
      return d.bench().normals(chain, Purpose.of(purpose).index(steps), space);
    }
  }

  /** Goes on in the direction of the step before. */
  private static final class Momentum extends GuidedTwin {
    private List<Field> last = List.of();

    @Override
    State init(Desk d) {
      last = List.of();
      return super.init(d);
    }

    @Override
    List<Field> guided(Desk d, List<Field> u, double sigma) {
      List<Field> clean = super.guided(d, u, sigma);
      List<Field> before = last.size() == clean.size() ? last : clean;
      last = clean;
      return d.bench().each(u.size(), i -> clean.get(i).copy().axpby(1.1, -0.1, before.get(i)));
    }
  }

  private static final class WritesData extends GuidedTwin {
    @Override
    Field residual(Desk d, Field x) {
      Field r = super.residual(d, x);
      d.data().data().scale(1.001);
      return r;
    }
  }

  private static final class TwoEvaluations extends GibbsTwin {
    @Override
    List<Field> step(Desk d, List<Field> x, int k) {
      d.bench().denoise(x, 1);
      return super.step(d, x, k);
    }
  }

  private static final class Undeclared extends GuidedTwin {
    @Override
    List<Requirement> requirements(Options o) {
      return List.of(Requirement.likelihood(LinearGaussian.class, "for the residual"));
    }
  }

  private static final class HidesNan extends GuidedTwin {
    @Override
    List<Field> guided(Desk d, List<Field> u, double sigma) {
      try {
        return super.guided(d, u, sigma);
      } catch (NumericalFailureException e) {
        return u.stream().map(x -> Field.zeros(x.space())).toList();
      }
    }
  }

  private static final class PassesOver extends GibbsTwin {
    @Override
    List<Field> nearData(Desk d, List<Field> x, double eta) {
      try {
        return super.nearData(d, x, eta);
      } catch (NumericalFailureException e) {
        return x;
      }
    }
  }

  private static Field clipped(Field x) {
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = Math.max(-1, Math.min(1, x.data()[i]));
    }
    return x;
  }

  private static final class Clips extends GuidedTwin {
    @Override
    List<Field> guided(Desk d, List<Field> u, double sigma) {
      return super.guided(d, u, sigma).stream().map(SamplerZoo::clipped).toList();
    }
  }

  private static final class Truncates extends GuidedTwin {
    @Override
    Field normal(Desk d, int chain, String purpose, Space space) {
      return clipped(super.normal(d, chain, purpose, space));
    }
  }

  private static final class SquareRoot extends GuidedTwin {
    @Override
    double diffusion(double c) {
      return Math.sqrt(c);
    }
  }

  private static final class HalfNoise extends GuidedTwin {
    @Override
    double diffusion(double c) {
      return c / Math.sqrt(2);
    }
  }

  private static final class WrongSign extends GuidedTwin {
    @Override
    double sign() {
      return -1;
    }
  }

  private static final class OffByOne extends GuidedTwin {
    @Override
    double denoisedAt(Desk d, double sigma) {
      double next = level(d.options(), (int) d.bench().step() + 1);
      return next > 0 ? next : sigma;
    }
  }

  /** Draws once, at the start. */
  private static final class OneDraw extends GuidedTwin {
    @Override
    State init(Desk d) {
      State s = super.init(d);
      return s.with("z", s.fields("x"));
    }

    @Override
    State next(Desk d, State s) {
      OneDraw fixed = new OneDraw();
      fixed.z = s.fields("z");
      return State.of("x", fixed.step(d, s.fields("x"), (int) d.bench().step()))
          .with("z", s.fields("z"));
    }

    private List<Field> z = List.of();

    @Override
    Field normal(Desk d, int chain, String purpose, Space space) {
      return z.isEmpty() ? super.normal(d, chain, purpose, space) : z.get(chain);
    }
  }

  private static final class ClaimsExact extends GuidedTwin {
    @Override
    Exactness exactness(Options o) {
      return Exactness.exactInLimit("As the steps grow.").affine(affine(o));
    }
  }

  private static final class IgnoresData extends GibbsTwin {
    @Override
    List<Field> nearData(Desk d, List<Field> x, double eta) {
      return d.bench().each(i -> normal(d, i, "near").axpby(eta, 1, x.get(i)));
    }
  }

  private static final class Shrinks extends GibbsTwin {
    @Override
    List<Field> nearData(Desk d, List<Field> x, double eta) {
      List<Field> z = super.nearData(d, x, eta);
      z.forEach(f -> f.scale(1 - 0.5 * eta * eta));
      return z;
    }

    @Override
    Optional<LawPredictor> law(Options o) {
      return Optional.empty();
    }
  }

  private static final class HalfVariance extends GibbsTwin {
    @Override
    double temperature() {
      return Math.sqrt(0.5);
    }
  }

  private static final class Cold extends GibbsTwin {
    @Override
    double temperature() {
      return 0.3;
    }
  }

  private static final class Weightless extends ImportanceTwin {
    @Override
    ChainResult weighted(List<Field> x, double[] logWeights) {
      return ChainResult.of(x);
    }
  }

  private static final class Upended extends ImportanceTwin {
    @Override
    ChainResult weighted(List<Field> x, double[] logWeights) {
      double[] wrong = Arrays.stream(logWeights).map(w -> -w).toArray();
      return ChainResult.weighted(x, wrong);
    }
  }

  /** Weights that are far too sharp, as of a tempering that was undone twice. */
  private static final class TakesAll extends ImportanceTwin {
    @Override
    ChainResult weighted(List<Field> x, double[] logWeights) {
      double[] sharp = Arrays.stream(logWeights).map(w -> 12 * w).toArray();
      return super.weighted(x, sharp);
    }
  }

  private static final class PointEstimate extends GibbsTwin {
    @Override
    Field normal(Desk d, int chain, String purpose, Space space) {
      Field z = super.normal(d, chain, purpose, space);
      return purpose.equals("init") ? z : z.scale(0.05);
    }
  }

  private static final class LeavesOpen extends GuidedTwin {
    private Pullback<List<Field>> last;

    @Override
    List<Field> guided(Desk d, List<Field> u, double sigma) {
      if (last != null) {
        last.close();
      }
      last = d.bench().linearizePrior(u, sigma);
      return last.value();
    }
  }

  private static final class InPlace extends GuidedTwin {
    @Override
    List<Field> step(Desk d, List<Field> x, int k) {
      List<Field> next = super.step(d, x, k);
      return d.bench().each(i -> x.get(i).set(next.get(i)));
    }
  }

  private static final class DenoisesResult extends GuidedTwin {
    @Override
    List<ChainResult> result(Options o, Problem p, State s) {
      return ChainResult.each(
          p.prior().capability(Denoiser.class).orElseThrow().denoise(s.fields("x"), LAST));
    }

    @Override
    List<Requirement> requirements(Options o) {
      List<Requirement> all = new ArrayList<>(super.requirements(o));
      all.add(Requirement.prior(Denoiser.class, "for the last estimate"));
      return all;
    }
  }

  private static final class ScalesResult extends GuidedTwin {
    @Override
    List<ChainResult> result(Options o, Problem p, State s) {
      return ChainResult.each(s.fields("x").stream().map(x -> x.scale(0.999)).toList());
    }
  }

  /** Takes the norm of the first data for that of all. */
  private static final class Caches extends GuidedTwin {
    private final Map<Space, Double> norms = new HashMap<>();

    @Override
    Field residual(Desk d, Field x) {
      double norm = norms.computeIfAbsent(x.space(), s -> d.data().data().norm());
      return super.residual(d, x).scale(norm / d.data().data().norm());
    }
  }

  private static final class Late extends GuidedTwin {
    @Override
    State init(Desk d) {
      State s = super.init(d);
      return s.with("early", 1);
    }

    @Override
    List<ChainResult> result(Options o, Problem p, State s) {
      return s.numbers().containsKey("early") ? List.of() : super.result(o, p, s);
    }
  }

  private static final class TooFew extends GuidedTwin {
    @Override
    boolean done(Options o, long step) {
      return step > steps(o);
    }
  }
}
