package org.tweedie.conformance.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.SavedState;
import org.tweedie.conformance.Budgets;
import org.tweedie.conformance.RuleOutcome;

/** Samplers that are wrong in one way each, and their correct twins. */
public final class SamplerZoo {
  private SamplerZoo() {}

  /** The correct twins: no rule may reject them. */
  public static List<Supplier<List<RuleOutcome>>> twins() {
    return List.of(on(new GuidedTwin()), on(new GibbsTwin()));
  }

  /** The faults. */
  public static List<Fault> faults() {
    return List.of(
        new Fault("guidance norm taken over the whole batch", "S-1", on(new BatchNorm())),
        new Fault("noise by position in the batch", "S-1", on(new PositionNoise())),
        new Fault("noise reused across chains", "S-2", on(new OneStream())),
        new Fault("seed 0 taken for no seed", "S-3", on(new NoSeedZero())),
        new Fault("a counter that outlives the run", "S-3", on(new GlobalCounter())),
        new Fault("a failure when exactly two samples are asked for", "S-4", on(new NotTwo())),
        new Fault("resume that forgets the random stream", "S-5", on(new ForgetsStream())),
        new Fault("resume that starts anew from any state", "S-6", on(new StartsAnew())),
        new Fault("steps counted from 1", "S-7", on(new CountsFromOne())),
        new Fault("residual computed in the data's own array", "S-8", on(new WritesData())),
        new Fault("evaluations of a batch counted once", "S-9", on(new Understates())),
        new Fault("two evaluations of the prior in a step", "S-9", on(new TwoEvaluations())),
        new Fault("a requirement that is not declared", "S-10", on(new Undeclared())),
        new Fault("one NaN turned into an all-zero image", "S-11", on(new HidesNan())),
        new Fault(
            "a NaN of the operator reported with another step", "S-12", on(new CountsFromOne())),
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
        new Fault("a biased method declared exact", "S-16", on(new ClaimsExact())),
        new Fault("measurement ignored", "S-16", on(new IgnoresData())),
        new Fault("pulled towards zero where the data say nothing", "S-17", on(new Shrinks())),
        new Fault("variance of the noise halved", "S-16", on(new HalfVariance())),
        new Fault("noise scaled by 0.3", "S-18", on(new Cold())),
        new Fault("a point estimate declared exact", "S-19", on(new PointEstimate())),
        new Fault("a pullback that a cancelled run leaves open", "S-20", on(new LeavesOpen())));
  }

  private static Supplier<List<RuleOutcome>> on(Twin twin) {
    List<Map<String, String>> variants =
        twin.options().size() > 1 ? List.of(Map.of("gradient", "norm")) : List.of();
    return () ->
        org.tweedie.conformance.Bench.sampler(
            twin,
            new Budgets(
                steps(6), List.of(steps(40), steps(160), steps(480)), steps(480), variants));
  }

  private static Map<String, String> steps(int n) {
    return Map.of("steps", Integer.toString(n));
  }

  /** A source that changes another's keys or numbers. */
  private abstract static class Changed implements Noise {
    final Noise right;

    Changed(Noise right) {
      this.right = right;
    }

    @Override
    public Field normals(int chain, long step, Purpose purpose, Field out) {
      return right.normals(chain, step, purpose, out);
    }

    @Override
    public double uniform(int chain, long step, Purpose purpose) {
      return right.uniform(chain, step, purpose);
    }
  }

  private static final class BatchNorm extends GuidedTwin {
    @Override
    double norm(List<Field> residuals, int i) {
      double sum = 0;
      for (Field r : residuals) {
        sum += r.normSquared();
      }
      return Math.sqrt(sum);
    }
  }

  private static final class LeavesOpen extends GuidedTwin {
    private Pullback<List<Field>> last;

    @Override
    List<Field> guided(Bench b, List<Field> u, double sigma) {
      if (last != null) {
        last.close();
      }
      last = b.linearize(u, sigma);
      return last.value();
    }
  }

  private static final class PositionNoise extends GuidedTwin {
    @Override
    List<Field> start(Bench b) {
      List<Field> x = new ArrayList<>();
      for (int i = 0; i < b.chains.count(); i++) {
        x.add(b.noise.normals(i, 0, Purpose.of("init"), Field.zeros(b.problem.space())));
      }
      return x;
    }
  }

  private static final class OneStream extends GuidedTwin {
    @Override
    Noise noise(Noise noise) {
      return new Changed(noise) {
        @Override
        public Field normals(int chain, long step, Purpose purpose, Field out) {
          return right.normals(0, step, purpose, out);
        }
      };
    }
  }

  private static final class NoSeedZero extends GuidedTwin {
    @Override
    Noise noise(Noise noise) {
      return noise instanceof CounterNoise c && c.seed() == 0
          ? new CounterNoise(System.nanoTime())
          : noise;
    }
  }

  private static final class GlobalCounter extends GuidedTwin {
    private int runs;

    @Override
    Noise noise(Noise noise) {
      int run = runs++;
      return new Changed(noise) {
        @Override
        public Field normals(int chain, long step, Purpose purpose, Field out) {
          return right.normals(chain, step + 1000L * run, purpose, out);
        }
      };
    }
  }

  /** As a shape that is squeezed and then taken for (re, im). */
  private static final class NotTwo extends GuidedTwin {
    @Override
    List<Field> start(Bench b) {
      if (b.chains.count() == 2) {
        throw new ArrayIndexOutOfBoundsException("Index 2 out of bounds for length 2");
      }
      return super.start(b);
    }
  }

  private static final class ForgetsStream extends GuidedTwin {
    @Override
    Noise noise(Noise noise) {
      return new Changed(noise) {
        private long calls;

        @Override
        public Field normals(int chain, long step, Purpose purpose, Field out) {
          return right.normals(chain, calls++, Purpose.of("own"), out);
        }
      };
    }
  }

  private static final class StartsAnew extends GuidedTwin {
    @Override
    int resumed(SavedState state) {
      return state.numbers().isEmpty() ? 0 : super.resumed(state);
    }

    @Override
    Field restored(SavedState state, int chain) {
      return state.fields().isEmpty()
          ? Field.zeros(org.tweedie.api.field.Space.real(1, 3))
          : super.restored(state, chain);
    }
  }

  private static final class CountsFromOne extends GuidedTwin {
    @Override
    int reported(int step) {
      return step + 1;
    }
  }

  private static final class WritesData extends GuidedTwin {
    @Override
    Field residual(Bench b, Field d) {
      Field r = super.residual(b, d);
      b.data.data().scale(1.001);
      return r;
    }
  }

  private static final class Understates extends GuidedTwin {
    @Override
    long reportedEvaluations(long evaluations) {
      return Math.min(1, evaluations);
    }
  }

  private static final class TwoEvaluations extends GibbsTwin {
    @Override
    List<Field> step(Bench b, List<Field> x, int k) {
      b.denoise(x, 1);
      return super.step(b, x, k);
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
    List<Field> inspected(List<Field> values, int step, double level) {
      for (Field v : values) {
        if (!v.isFinite()) {
          v.fill(0);
        }
      }
      return values;
    }
  }

  private static final class Clips extends GuidedTwin {
    @Override
    List<Field> guided(Bench b, List<Field> u, double sigma) {
      List<Field> clean = super.guided(b, u, sigma);
      for (Field x : clean) {
        for (int i = 0; i < x.data().length; i++) {
          x.data()[i] = Math.max(-1, Math.min(1, x.data()[i]));
        }
      }
      return clean;
    }
  }

  private static final class Truncates extends GuidedTwin {
    @Override
    Noise noise(Noise noise) {
      return new Changed(noise) {
        @Override
        public Field normals(int chain, long step, Purpose purpose, Field out) {
          right.normals(chain, step, purpose, out);
          for (int i = 0; i < out.data().length; i++) {
            out.data()[i] = Math.max(-1, Math.min(1, out.data()[i]));
          }
          return out;
        }
      };
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
    double denoisedAt(Bench b, double sigma) {
      double next = level(b.options, b.step + 1);
      return next > 0 ? next : sigma;
    }
  }

  private static final class OneDraw extends GuidedTwin {
    @Override
    Noise noise(Noise noise) {
      return new Changed(noise) {
        @Override
        public Field normals(int chain, long step, Purpose purpose, Field out) {
          return right.normals(chain, 0, purpose, out);
        }
      };
    }
  }

  private static final class ClaimsExact extends GuidedTwin {
    @Override
    Exactness exactness(Options o) {
      return new Exactness(Exactness.Kind.EXACT_IN_LIMIT, "As the steps grow.", affine(o));
    }
  }

  private static final class IgnoresData extends GibbsTwin {
    @Override
    List<Field> nearData(Bench b, List<Field> x, double eta) {
      List<Field> z = new ArrayList<>();
      for (int i = 0; i < x.size(); i++) {
        z.add(b.normal(i, "near", b.problem.space()).axpby(eta, 1, x.get(i)));
      }
      return z;
    }
  }

  private static final class Shrinks extends GibbsTwin {
    @Override
    List<Field> nearData(Bench b, List<Field> x, double eta) {
      List<Field> z = super.nearData(b, x, eta);
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

  private static final class PointEstimate extends GibbsTwin {
    @Override
    Noise noise(Noise noise) {
      return new Changed(noise) {
        @Override
        public Field normals(int chain, long step, Purpose purpose, Field out) {
          return right.normals(chain, step, purpose, out).scale(step == 0 ? 1 : 0.05);
        }
      };
    }
  }
}
