package org.tweedie.conformance.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.conformance.RuleOutcome;
import org.tweedie.conformance.Verdicts;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.reference.Mixture;
import org.tweedie.conformance.reference.MixturePrior;

/** Priors that are wrong in one way each, and their correct twins. */
public final class PriorZoo {
  private PriorZoo() {}

  /** The correct twins: no rule may reject them. */
  public static List<Supplier<List<RuleOutcome>>> twins() {
    return List.of(
        on(MixturePrior::new),
        () ->
            Verdicts.priors(
                s -> new MixturePrior(Mixture.gaussian(zeros(s), covariance(s)), s),
                List.of(Space.real(1))));
  }

  /** The faults. */
  public static List<Fault> faults() {
    return List.of(
        new Fault("output scaled by 0.98 at every noise level", "P-1", on(Dimmed::new)),
        new Fault("Jacobian left out of the vjp", "P-2", on(NoJacobian::new)),
        new Fault("gradients that accumulate over the calls", "P-3", on(Accumulates::new)),
        new Fault("statistics over the batch", "P-4", on(BatchNorm::new)),
        new Fault("variance where the noise level belongs", "P-5", on(Squared::new)),
        new Fault("noise level off by one table entry", "P-5", on(OffByOne::new)),
        new Fault("estimates clipped to [-1, 1] whatever the range", "P-5", on(Clipped::new)),
        new Fault("posterior draws with the prior's mean", "P-6", on(PriorDraws::new)),
        new Fault("a card of another image size", "P-7", on(WrongCard::new)),
        new Fault("space of the batch not checked", "P-7", on(AnySpace::new)),
        new Fault("batch denoised in place", "P-8", on(InPlace::new)),
        new Fault("dropout left on", "P-9", on(Dropout::new)),
        new Fault("prior alive after close", "P-10", on(Immortal::new)),
        new Fault("number of open pullbacks not enforced", "P-11", on(Unlimited::new)),
        new Fault("one NaN turned into an all-zero image", "P-12", on(HidesNan::new)),
        new Fault("training mode on in linearize", "P-13", on(TrainingMode::new)));
  }

  private static Supplier<List<RuleOutcome>> on(
      BiFunction<Mixture, Space, ? extends MixturePrior> make) {
    return () ->
        Verdicts.priors(
            s -> make.apply(mixture(s), s), List.of(Space.real(1, 3), Space.complex(1, 2)));
  }

  private static Mixture mixture(Space s) {
    double[] far = zeros(s);
    far[0] = 1.4;
    return new Mixture(
        new double[] {0.4, 0.6},
        new double[][] {zeros(s), far},
        new Matrix[] {covariance(s), covariance(s).scaled(0.3)});
  }

  private static double[] zeros(Space s) {
    return new double[s.components()];
  }

  private static Matrix covariance(Space s) {
    int d = s.components();
    return Matrix.fill(d, d, (i, j) -> 0.4 * Math.pow(0.5, Math.abs(i - j)));
  }

  private static List<Field> scaled(List<Field> batch, double f) {
    return batch.stream().map(x -> x.copy().scale(f)).toList();
  }

  private static final class Dimmed extends MixturePrior {
    Dimmed(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      return scaled(super.denoise(batch, sigma), 0.98);
    }
  }

  /** A pullback with another product. */
  private abstract static class Changed implements Pullback<List<Field>> {
    private final Pullback<List<Field>> right;

    Changed(Pullback<List<Field>> right) {
      this.right = right;
    }

    @Override
    public List<Field> value() {
      return right.value();
    }

    @Override
    public List<Field> vjp(List<Field> v) {
      return right.vjp(v);
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private static final class NoJacobian extends MixturePrior {
    NoJacobian(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      return new Changed(super.linearize(batch, sigma)) {
        @Override
        public List<Field> vjp(List<Field> v) {
          super.vjp(v); // for its check of life
          return scaled(v, 1);
        }
      };
    }
  }

  private static final class Accumulates extends MixturePrior {
    Accumulates(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      return new Changed(super.linearize(batch, sigma)) {
        private List<Field> sum;

        @Override
        public List<Field> vjp(List<Field> v) {
          List<Field> g = super.vjp(v);
          for (int i = 0; sum != null && i < g.size(); i++) {
            g.get(i).add(sum.get(i));
          }
          sum = scaled(g, 1);
          return g;
        }
      };
    }
  }

  private static final class BatchNorm extends MixturePrior {
    BatchNorm(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      double norm = 0;
      for (Field x : batch) {
        norm += x.normSquared() / batch.size();
      }
      List<Field> d = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        double own = batch.get(i).normSquared();
        double f = own == 0 ? 1 : Math.pow(norm / own, 0.01);
        d.addAll(scaled(super.denoise(List.of(batch.get(i)), sigma), f));
      }
      return d;
    }
  }

  private static final class Squared extends MixturePrior {
    Squared(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      return super.denoise(batch, sigma * sigma);
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      return super.linearize(batch, sigma * sigma);
    }
  }

  private static final class OffByOne extends MixturePrior {
    OffByOne(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      return super.denoise(batch, 1.05 * sigma); // the ratio of neighbours in a table of 200
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      return super.linearize(batch, 1.05 * sigma);
    }
  }

  private static final class Clipped extends MixturePrior {
    Clipped(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      List<Field> d = super.denoise(batch, sigma);
      for (Field x : d) {
        for (int i = 0; i < x.data().length; i++) {
          x.data()[i] = Math.max(-1, Math.min(1, x.data()[i]));
        }
      }
      return d;
    }
  }

  private static final class PriorDraws extends MixturePrior {
    PriorDraws(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public Posterior posterior(org.tweedie.api.spi.operator.LinearGaussian likelihood) {
      Posterior right = super.posterior(likelihood);
      Mixture prior = mixture();
      return new Posterior() {
        @Override
        public Field mean() {
          return right.mean();
        }

        @Override
        public Field variance() {
          return right.variance();
        }

        @Override
        public double logEvidence() {
          return right.logEvidence();
        }

        @Override
        public Field draw(
            org.tweedie.api.noise.Noise noise,
            int chain,
            long step,
            org.tweedie.api.noise.Purpose purpose) {
          Random random = new Random(Double.hashCode(noise.uniform(chain, step, purpose)));
          return org.tweedie.conformance.reference.Coordinates.field(
              right.mean().space(), prior.draw(random));
        }
      };
    }
  }

  private static final class WrongCard extends MixturePrior {
    WrongCard(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public PriorCard card() {
      return PriorCard.builder("reference", SpacePattern.eitherScalar(256, 256)).build();
    }
  }

  private static final class AnySpace extends MixturePrior {
    private final Space space;

    AnySpace(Mixture m, Space s) {
      super(m, s);
      this.space = s;
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      return batch.get(0).space().equals(space) ? super.denoise(batch, sigma) : batch;
    }
  }

  private static final class InPlace extends MixturePrior {
    InPlace(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      List<Field> d = super.denoise(batch, sigma);
      for (int i = 0; i < d.size(); i++) {
        batch.get(i).set(d.get(i));
      }
      return d;
    }
  }

  private static final class Dropout extends MixturePrior {
    private final Random random = new Random(1);

    Dropout(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      return scaled(super.denoise(batch, sigma), 1 + 1e-3 * random.nextGaussian());
    }
  }

  private static final class Immortal extends MixturePrior {
    Immortal(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public void close() {
      // nothing: that is the fault
    }
  }

  /** Offers a capability other than its own methods. */
  private static final class Unlimited extends MixturePrior {
    Unlimited(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      DifferentiableDenoiser lax =
          new DifferentiableDenoiser() {
            @Override
            public int maxOpen() {
              return 1;
            }

            @Override
            public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
              return Unlimited.this.linearize(batch, sigma);
            }
          };
      return type == DifferentiableDenoiser.class
          ? Optional.of(type.cast(lax))
          : super.capability(type);
    }
  }

  private static final class HidesNan extends MixturePrior {
    HidesNan(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      List<Field> d = super.denoise(batch, sigma);
      return d.stream().map(x -> x.isFinite() ? x : Field.zeros(x.space())).toList();
    }
  }

  private static final class TrainingMode extends MixturePrior {
    TrainingMode(Mixture m, Space s) {
      super(m, s);
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      return new Changed(super.linearize(batch, sigma)) {
        @Override
        public List<Field> value() {
          return scaled(super.value(), 1.01);
        }
      };
    }
  }
}
