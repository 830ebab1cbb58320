package org.tweedie.conformance.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.conformance.RuleOutcome;
import org.tweedie.conformance.Verdicts;

/** Operators and likelihoods that are wrong in one way each, and their correct twins. */
public final class OperatorZoo {
  private OperatorZoo() {}

  /** The correct twins: no rule may reject them. */
  public static List<Supplier<List<RuleOutcome>>> twins() {
    return List.of(
        on(MaskedFourier::new), on(Squares::new), () -> likelihood(l -> l), OperatorZoo::levels);
  }

  /** The faults. */
  public static List<Fault> faults() {
    return List.of(
        new Fault("adjoint off by a constant factor", "O-1", on(HalfAdjoint::new)),
        new Fault("complex conjugate forgotten in the adjoint", "O-1", on(NoConjugate::new)),
        new Fault("adjoint of a shifted sampling mask", "O-1", on(ShiftedMask::new)),
        new Fault("an offset added to a linear operator", "O-2", on(Offset::new)),
        new Fault("vjp of the wrong sign", "O-3", on(WrongSign::new)),
        new Fault("derivative without the inner factor 2", "O-4", on(NoInnerFactor::new)),
        new Fault("value of the linearization from a stale point", "O-5", on(StaleValue::new)),
        new Fault("input written to", "O-6", on(WritesInput::new)),
        new Fault("internal buffer handed out", "O-6", on(HandsOutBuffer::new)),
        new Fault("a result that depends on the number of calls", "O-7", on(CountsCalls::new)),
        new Fault("scratch space shared between threads", "O-8", on(SharedScratch::new)),
        new Fault("space of the argument not checked", "O-9", on(NoShapeCheck::new)),
        new Fault("linearization alive after close", "O-10", on(NeverCloses::new)),
        new Fault("NaN in the image turned into zeros", "O-11", on(HidesNan::new)),
        new Fault("capability that appears after the first call", "O-12", on(LateBloomer::new)),
        new Fault("normal equations solved without λ", "O-13", on(ForgetsLambda::new)),
        new Fault("a solve that may err returns its start", "O-13", on(StopsAtOnce::new)),
        new Fault("singular values squared", "O-14", on(SquaredValues::new)),
        new Fault("adjoint offered as pseudo-inverse", "O-15", on(AdjointAsInverse::new)),
        new Fault("norm bound too small", "O-17", on(SmallBound::new)),
        new Fault("A*A in one go with half the gain", "O-18", on(HalfNormal::new)),
        new Fault(
            "likelihood gradient without the 1/σ²",
            "L-1",
            () ->
                likelihood(
                    l ->
                        new Wrong(l) {
                          @Override
                          public Field gradient(Field z) {
                            return data().copy().subtract(z);
                          }
                        })),
        new Fault(
            "data fit over complex samples in place of real components",
            "L-2",
            () ->
                likelihood(
                    l ->
                        new Wrong(l) {
                          @Override
                          public double dataFit(Field z) {
                            return 2 * super.dataFit(z);
                          }
                        })),
        new Fault(
            "noise of a measurement divided by √2",
            "L-3",
            () ->
                likelihood(
                    l ->
                        new Wrong(l) {
                          @Override
                          public Field draw(
                              Field z, Noise noise, int chain, long step, Purpose purpose) {
                            Field y = super.draw(z, noise, chain, step, purpose).subtract(z);
                            return y.scale(Math.sqrt(0.5)).add(z);
                          }
                        })),
        new Fault(
            "ordered subsets that overlap",
            "L-4",
            () -> split((a, y) -> List.of(a.part(y, LEVEL, 0), a.part(y, LEVEL, 0)))),
        new Fault(
            "ordered subsets with another noise level",
            "L-4",
            () -> split((a, y) -> List.of(a.part(y, LEVEL, 0), a.part(y, 2 * LEVEL, 1)))));
  }

  private static Supplier<List<RuleOutcome>> on(IntFunction<? extends ForwardOperator> make) {
    return () ->
        Verdicts.operators(Arrays.stream(new int[] {8, 7, 1}).mapToObj(make).toList(), List.of());
  }

  private static final double LEVEL = 0.3;

  private static Field data(MaskedFourier a) {
    return new CounterNoise(5).normals(0, 0, Purpose.of("y"), Field.zeros(a.range()));
  }

  private static List<RuleOutcome> likelihood(UnaryOperator<Likelihood> change) {
    MaskedFourier a = new MaskedFourier(9);
    return Verdicts.operators(List.of(a), List.of(change.apply(a.likelihood(data(a), LEVEL))));
  }

  private static List<RuleOutcome> split(BiFunction<MaskedFourier, Field, List<Likelihood>> two) {
    MaskedFourier a = new MaskedFourier(9);
    Field y = data(a);
    GaussianLikelihood whole = new GaussianLikelihood(a, y, LEVEL);
    return Verdicts.operators(
        List.of(a),
        List.of(
            whole.with(
                OrderedSubsets.of(2, count -> count == 1 ? List.of(whole) : two.apply(a, y)))));
  }

  /** Correct: every sample has a noise level of its own. */
  private static List<RuleOutcome> levels() {
    MaskedFourier a = new MaskedFourier(9);
    Field levels = Field.zeros(a.range().with(Scalar.REAL));
    for (int i = 0; i < levels.data().length; i++) {
      levels.data()[i] = 0.1f * (1 + i);
    }
    return Verdicts.operators(List.of(a), List.of(GaussianLikelihood.of(a, data(a), levels)));
  }

  private abstract static class Wrong implements Likelihood {
    private final Likelihood right;

    Wrong(Likelihood right) {
      this.right = right;
    }

    @Override
    public ForwardOperator operator() {
      return right.operator();
    }

    @Override
    public Field data() {
      return right.data();
    }

    @Override
    public double logDensity(Field z) {
      return right.logDensity(z);
    }

    @Override
    public Field gradient(Field z) {
      return right.gradient(z);
    }

    @Override
    public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
      return right.draw(z, noise, chain, step, purpose);
    }

    @Override
    public double dataFit(Field z) {
      return right.dataFit(z);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return right.capability(type);
    }
  }

  private static final class HalfAdjoint extends MaskedFourier {
    HalfAdjoint(int n) {
      super(n);
    }

    @Override
    Field spread(Field u) {
      return super.spread(u).scale(0.5);
    }
  }

  private static final class NoConjugate extends MaskedFourier {
    NoConjugate(int n) {
      super(n);
    }

    @Override
    Field spread(Field u) {
      return kernel(u, n, m, -1, GAIN, false);
    }
  }

  private static final class ShiftedMask extends MaskedFourier {
    ShiftedMask(int n) {
      super(n);
    }

    @Override
    Field spread(Field u) {
      Field x = super.spread(u);
      for (int j = 0; j < n; j++) { // modulation: the neighbouring coefficients
        double c = Math.cos(2 * Math.PI * (j + 0.5) / n);
        double s = Math.sin(2 * Math.PI * (j + 0.5) / n);
        float re = x.data()[2 * j];
        float im = x.data()[2 * j + 1];
        x.data()[2 * j] = (float) (c * re - s * im);
        x.data()[2 * j + 1] = (float) (s * re + c * im);
      }
      return x;
    }
  }

  private static final class Offset extends MaskedFourier {
    Offset(int n) {
      super(n);
    }

    @Override
    Field sample(Field x) {
      Field y = super.sample(x);
      y.data()[0] += 0.1f;
      return y;
    }
  }

  private static final class WrongSign extends Squares {
    WrongSign(int n) {
      super(n);
    }

    @Override
    Field vjp(Field x, Field u) {
      return super.vjp(x, u).scale(-1);
    }
  }

  private static final class NoInnerFactor extends Squares {
    NoInnerFactor(int n) {
      super(n);
    }

    @Override
    Field jvp(Field x, Field v) {
      return super.jvp(x.copy().scale(0.5), v);
    }

    @Override
    Field vjp(Field x, Field u) {
      return super.vjp(x.copy().scale(0.5), u);
    }
  }

  private static final class StaleValue extends Squares {
    StaleValue(int n) {
      super(n);
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      x.require(domain(), "the image");
      return Linearization.of(Field.zeros(range()), v -> jvp(x, v), u -> vjp(x, u));
    }
  }

  private static final class WritesInput extends MaskedFourier {
    WritesInput(int n) {
      super(n);
    }

    @Override
    Field sample(Field x) {
      Field y = super.sample(x);
      x.data()[0] += 1;
      return y;
    }
  }

  private static final class HandsOutBuffer extends Squares {
    private final Field buffer = Field.zeros(range());

    HandsOutBuffer(int n) {
      super(n);
    }

    @Override
    public Field apply(Field x) {
      return buffer.set(super.apply(x));
    }
  }

  private static final class CountsCalls extends MaskedFourier {
    private int calls;

    CountsCalls(int n) {
      super(n);
    }

    @Override
    Field sample(Field x) {
      return super.sample(x).scale(1 + 1e-6 * (calls++ % 7));
    }
  }

  /** As a Fourier transform with one plan for all threads does. */
  private static final class SharedScratch extends MaskedFourier {
    private final Field scratch = Field.zeros(domain());

    SharedScratch(int n) {
      super(n);
    }

    @Override
    Field sample(Field x) {
      scratch.set(x);
      Thread.yield();
      return super.sample(scratch);
    }
  }

  private static final class NoShapeCheck extends MaskedFourier {
    NoShapeCheck(int n) {
      super(n);
    }

    @Override
    public Field apply(Field x) {
      return sample(x);
    }
  }

  private static final class NeverCloses extends Squares {
    NeverCloses(int n) {
      super(n);
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      Field value = apply(x);
      return new Linearization<>() {
        @Override
        public Field value() {
          return value;
        }

        @Override
        public Field jvp(Field v) {
          return NeverCloses.this.jvp(x, v);
        }

        @Override
        public Field vjp(Field u) {
          return NeverCloses.this.vjp(x, u);
        }

        @Override
        public void close() {
          // nothing: that is the fault
        }
      };
    }
  }

  private static final class HidesNan extends MaskedFourier {
    HidesNan(int n) {
      super(n);
    }

    @Override
    Field sample(Field x) {
      return x.isFinite() ? super.sample(x) : Field.zeros(range());
    }
  }

  private static final class LateBloomer extends MaskedFourier {
    private boolean used;

    LateBloomer(int n) {
      super(n);
    }

    @Override
    Field sample(Field x) {
      used = true;
      return super.sample(x);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return used ? super.capability(type) : Optional.empty();
    }
  }

  private static final class ForgetsLambda extends MaskedFourier {
    ForgetsLambda(int n) {
      super(n);
    }

    @Override
    public Solution solve(NormalSystem s) {
      return super.solve(NormalSystem.of(1e-3, s.b()));
    }
  }

  private static final class StopsAtOnce extends MaskedFourier {
    StopsAtOnce(int n) {
      super(n);
    }

    @Override
    public Solution solve(NormalSystem s) {
      return s.error() > 0 ? Solution.of(s.start().orElseThrow().copy(), 0, 1) : super.solve(s);
    }
  }

  private static final class SquaredValues extends MaskedFourier {
    SquaredValues(int n) {
      super(n);
    }

    @Override
    public Field singularValues() {
      return super.singularValues().scale(GAIN);
    }
  }

  private static final class AdjointAsInverse extends MaskedFourier {
    AdjointAsInverse(int n) {
      super(n);
    }

    @Override
    public Field pseudoInverse(Field y) {
      return adjoint(y);
    }
  }

  private static final class HalfNormal extends MaskedFourier {
    HalfNormal(int n) {
      super(n);
    }

    @Override
    public Field normal(Field x) {
      return super.normal(x).scale(0.5);
    }
  }

  private static final class SmallBound extends MaskedFourier {
    SmallBound(int n) {
      super(n);
    }

    @Override
    public double norm() {
      return 1;
    }
  }
}
