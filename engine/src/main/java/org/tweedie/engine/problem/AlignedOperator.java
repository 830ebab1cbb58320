package org.tweedie.engine.problem;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.engine.Alignment;

/**
 * {@code x′ ↦ A(T x′)} with {@code T x′ = gain·E x′ + offset}, where E drops the imaginary part,
 * sets it to 0, or does nothing. Keeps every capability that carries over in closed form:
 *
 * <ul>
 *   <li>E = I: all of them;
 *   <li>E = Re (a complex prior for real images): all but the decomposition, since A E leaves the
 *       imaginary part alone;
 *   <li>E = embedding (a real prior for complex images): the norm bound and the subsets.
 * </ul>
 */
class AlignedOperator implements ForwardOperator {
  private final ForwardOperator inner;
  final Alignment t;

  private AlignedOperator(ForwardOperator inner, Alignment t) {
    this.inner = inner;
    this.t = t;
    if (!t.data().equals(t.prior()) && !(inner.admissible() instanceof Domain.Any)) {
      throw new UnsupportedProblemException(
          "the operator restricts the values of its "
              + t.data()
              + " images, and the prior's are "
              + t.prior(),
          "choose a prior of " + t.data() + " images");
    }
  }

  /** The operator on the prior's images; linear if it was and the alignment has no offset. */
  static ForwardOperator of(ForwardOperator inner, Alignment t) {
    if (t.isIdentity()) {
      return inner;
    }
    return inner instanceof LinearOperator a && t.offset() == 0
        ? new Linear(a, t)
        : new AlignedOperator(inner, t);
  }

  private static final class Linear extends AlignedOperator implements LinearOperator {
    private final LinearOperator a;

    Linear(LinearOperator a, Alignment t) {
      super(a, t);
      this.a = a;
    }

    @Override
    public Field adjoint(Field u) {
      return pullBack(a.adjoint(u));
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      return super.linearize(x);
    }
  }

  @Override
  public Space domain() {
    return t.prior();
  }

  @Override
  public Space range() {
    return inner.range();
  }

  @Override
  public Domain admissible() {
    Domain d = inner.admissible();
    if (d instanceof Domain.Box b) {
      return new Domain.Box(place(b.low()), place(b.high()));
    } else if (d instanceof Domain.NonNegative && t.offset() != 0) {
      return new Domain.Box(place(0), Double.POSITIVE_INFINITY);
    }
    return d;
  }

  /** The adjoint of {@code v ↦ gain·E v}. */
  final Field pullBack(Field gradient) {
    return Fields.cast(gradient, t.prior().scalar()).scale(t.gain());
  }

  private double place(double x) {
    return (x - t.offset()) / t.gain();
  }

  @Override
  public Field apply(Field x) {
    return inner.apply(t.toData(x));
  }

  @Override
  public Linearization<Field> linearize(Field x) {
    Linearization<Field> l = inner.linearize(t.toData(x));
    return new Linearization<>() {
      @Override
      public Field value() {
        return l.value();
      }

      @Override
      public Field jvp(Field v) {
        return l.jvp(Fields.cast(v, t.data().scalar()).scale(t.gain()));
      }

      @Override
      public Field vjp(Field u) {
        return pullBack(l.vjp(u));
      }

      @Override
      public void close() {
        l.close();
      }
    };
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    boolean same = t.data().equals(t.prior());
    boolean dropsImaginary = !same && !t.data().isComplex();
    boolean carries =
        type == NormBound.class
            || type == OrderedSubsets.class
            // An offset makes the map affine: what solves with a matrix no longer applies.
            || (t.offset() == 0
                && (same || (dropsImaginary && type != SpectralDecomposition.class)));
    return carries ? inner.capability(type).map(c -> type.cast(wrap(type, c))) : Optional.empty();
  }

  private Capability wrap(Class<? extends Capability> type, Capability c) {
    if (type == NormBound.class) {
      return new AlignedNorm((NormBound) c, t.gain());
    } else if (type == NormalSolve.class) {
      return new AlignedSolve((NormalSolve) c, t);
    } else if (type == PseudoInverse.class) {
      return new AlignedInverse((PseudoInverse) c, t);
    } else if (type == SpectralDecomposition.class) {
      return new AlignedSpectrum((SpectralDecomposition) c, t.gain());
    } else if (type == OrderedSubsets.class) {
      return new AlignedSubsets((OrderedSubsets) c, t);
    }
    throw new IllegalStateException("no alignment for " + type);
  }

  private record AlignedNorm(NormBound c, double gain) implements NormBound {
    @Override
    public Accuracy accuracy() {
      return c.accuracy();
    }

    @Override
    public double norm() {
      return gain * c.norm();
    }
  }

  /** {@code (g²A*A + λ)x = b} is {@code (A*A + λ/g²)x = b/g²}; an idle imaginary part is b/λ. */
  private record AlignedSolve(NormalSolve c, Alignment t) implements NormalSolve {
    @Override
    public Accuracy accuracy() {
      return c.accuracy();
    }

    @Override
    public Solution solve(double lambda, Field b, Field start, double error) {
      double g2 = t.gain() * t.gain();
      Scalar inside = t.data().scalar();
      Solution s =
          c.solve(
              lambda / g2,
              Fields.cast(b, inside).scale(1 / g2),
              Fields.cast(start, inside),
              error / Math.abs(t.gain()));
      Field x = Fields.cast(s.x(), t.prior().scalar());
      if (!t.data().equals(t.prior())) {
        float[] to = x.data();
        float[] from = b.data();
        for (int i = 1; i < to.length; i += 2) {
          to[i] = (float) (from[i] / lambda);
        }
      }
      return new Solution(x, s.operatorEvaluations(), s.relativeResidual());
    }
  }

  private record AlignedInverse(PseudoInverse c, Alignment t) implements PseudoInverse {
    @Override
    public Accuracy accuracy() {
      return c.accuracy();
    }

    @Override
    public Field pseudoInverse(Field y) {
      return Fields.cast(c.pseudoInverse(y), t.prior().scalar()).scale(1 / t.gain());
    }
  }

  private record AlignedSpectrum(SpectralDecomposition c, double gain)
      implements SpectralDecomposition {
    @Override
    public Space spectrum() {
      return c.spectrum();
    }

    @Override
    public Field singularValues() {
      return c.singularValues().copy().scale(gain);
    }

    @Override
    public Field analyse(Field x) {
      return c.analyse(x);
    }

    @Override
    public Field synthesise(Field s) {
      return c.synthesise(s);
    }

    @Override
    public Field analyseData(Field y) {
      return c.analyseData(y);
    }
  }

  private record AlignedSubsets(OrderedSubsets c, Alignment t) implements OrderedSubsets {
    @Override
    public List<ForwardOperator> subsets(int count) {
      return c.subsets(count).stream().map(a -> AlignedOperator.of(a, t)).toList();
    }

    @Override
    public Field restrict(Field y, int index, int count) {
      return c.restrict(y, index, count);
    }
  }
}
