package org.tweedie.engine.problem;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.field.Field;
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
import org.tweedie.engine.problem.Meter.Part;

/**
 * An operator whose calls are counted, timed and checked: arguments for their space, results for
 * their space and for values that are not finite. Every capability is wrapped likewise.
 */
class WatchedOperator implements ForwardOperator {
  private final ForwardOperator inner;
  final Meter meter;

  private WatchedOperator(ForwardOperator inner, Meter meter) {
    this.inner = inner;
    this.meter = meter;
  }

  /** The operator, watched; linear if it is. */
  static ForwardOperator of(ForwardOperator inner, Meter meter) {
    return inner instanceof LinearOperator a
        ? new Linear(a, meter)
        : new WatchedOperator(inner, meter);
  }

  /** The linear operator, watched. */
  static LinearOperator of(LinearOperator inner, Meter meter) {
    return new Linear(inner, meter);
  }

  private static final class Linear extends WatchedOperator implements LinearOperator {
    private final LinearOperator a;

    Linear(LinearOperator a, Meter meter) {
      super(a, meter);
      this.a = a;
    }

    @Override
    public Field adjoint(Field u) {
      u.require(range(), "the argument of the adjoint");
      return evaluate(() -> a.adjoint(u), domain(), "the adjoint");
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      return super.linearize(x);
    }
  }

  @Override
  public Space domain() {
    return inner.domain();
  }

  @Override
  public Space range() {
    return inner.range();
  }

  @Override
  public Domain admissible() {
    return inner.admissible();
  }

  @Override
  public Field apply(Field x) {
    x.require(domain(), "the image");
    return evaluate(() -> inner.apply(x), range(), "the measurement");
  }

  @Override
  public Linearization<Field> linearize(Field x) {
    x.require(domain(), "the image");
    Linearization<Field> l = meter.in(Part.OPERATOR, () -> inner.linearize(x));
    meter.operated(1);
    check(l.value(), range(), "the measurement");
    return new Linearization<>() {
      @Override
      public Field value() {
        return l.value();
      }

      @Override
      public Field jvp(Field v) {
        return evaluate(() -> l.jvp(v.require(domain(), "a tangent")), range(), "J·v");
      }

      @Override
      public Field vjp(Field u) {
        return evaluate(() -> l.vjp(u.require(range(), "a cotangent")), domain(), "Jᵀu");
      }

      @Override
      public void close() {
        l.close();
      }
    };
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    return inner.capability(type).map(c -> type.cast(wrap(type, c)));
  }

  private Capability wrap(Class<? extends Capability> type, Capability c) {
    if (type == NormBound.class) {
      return new WatchedNorm((NormBound) c);
    } else if (type == NormalSolve.class) {
      return new WatchedSolve((NormalSolve) c);
    } else if (type == PseudoInverse.class) {
      return new WatchedInverse((PseudoInverse) c);
    } else if (type == SpectralDecomposition.class) {
      return new WatchedSpectrum((SpectralDecomposition) c);
    } else if (type == OrderedSubsets.class) {
      return new WatchedSubsets((OrderedSubsets) c);
    }
    throw new PluginException(
        "the operator claims the capability " + type.getSimpleName() + ", which operators lack",
        "report it to the operator's author");
  }

  /** One application of A, A* or a derivative. */
  Field evaluate(Supplier<Field> work, Space space, String what) {
    meter.operated(1);
    return compute(work, space, what);
  }

  /** Work of the operator that is not an application of A, A* or a derivative. */
  private Field compute(Supplier<Field> work, Space space, String what) {
    return check(meter.in(Part.OPERATOR, work), space, what);
  }

  private Field check(Field value, Space space, String what) {
    return meter.fromOperator(value.require(space, what + " that the operator returned"));
  }

  private final class WatchedNorm implements NormBound {
    private final NormBound c;

    WatchedNorm(NormBound c) {
      this.c = c;
    }

    @Override
    public Accuracy accuracy() {
      return c.accuracy();
    }

    @Override
    public double norm() {
      return meter.fromOperator(meter.in(Part.OPERATOR, c::norm));
    }
  }

  private final class WatchedSolve implements NormalSolve {
    private final NormalSolve c;

    WatchedSolve(NormalSolve c) {
      this.c = c;
    }

    @Override
    public Accuracy accuracy() {
      return c.accuracy();
    }

    @Override
    public Solution solve(double lambda, Field b, Field start, double error) {
      b.require(domain(), "the right-hand side");
      start.require(domain(), "the start");
      Solution s = meter.in(Part.OPERATOR, () -> c.solve(lambda, b, start, error));
      meter.operated(s.operatorEvaluations());
      check(s.x(), domain(), "the solution");
      return s;
    }
  }

  private final class WatchedInverse implements PseudoInverse {
    private final PseudoInverse c;

    WatchedInverse(PseudoInverse c) {
      this.c = c;
    }

    @Override
    public Accuracy accuracy() {
      return c.accuracy();
    }

    @Override
    public Field pseudoInverse(Field y) {
      y.require(range(), "the measurement");
      return compute(() -> c.pseudoInverse(y), domain(), "A⁺y");
    }
  }

  private final class WatchedSpectrum implements SpectralDecomposition {
    private final SpectralDecomposition c;

    WatchedSpectrum(SpectralDecomposition c) {
      this.c = c;
    }

    @Override
    public Space spectrum() {
      return c.spectrum();
    }

    @Override
    public Field singularValues() {
      return c.singularValues();
    }

    @Override
    public Field analyse(Field x) {
      x.require(domain(), "the image");
      return compute(() -> c.analyse(x), spectrum(), "V*x");
    }

    @Override
    public Field synthesise(Field s) {
      s.require(spectrum(), "the spectrum");
      return compute(() -> c.synthesise(s), domain(), "V·c");
    }

    @Override
    public Field analyseData(Field y) {
      y.require(range(), "the measurement");
      return compute(() -> c.analyseData(y), spectrum(), "U*y");
    }
  }

  private final class WatchedSubsets implements OrderedSubsets {
    private final OrderedSubsets c;

    WatchedSubsets(OrderedSubsets c) {
      this.c = c;
    }

    @Override
    public List<ForwardOperator> subsets(int count) {
      return c.subsets(count).stream().map(a -> WatchedOperator.of(a, meter)).toList();
    }

    @Override
    public Field restrict(Field y, int index, int count) {
      return c.restrict(y.require(range(), "the measurement"), index, count);
    }
  }
}
