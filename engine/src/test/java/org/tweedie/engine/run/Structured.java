package org.tweedie.engine.run;

import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.engine.Toys.Diagonal;

/** A diagonal operator with the capabilities of one's choice, each in closed form. */
record Structured(Diagonal diagonal, Set<Class<? extends Capability>> has)
    implements LinearOperator {

  /** Every capability that operators have. */
  static final Set<Class<? extends Capability>> EVERYTHING =
      Set.of(
          NormBound.class,
          NormalOperator.class,
          NormalSolve.class,
          PseudoInverse.class,
          SpectralDecomposition.class);

  /** Factors 0, 0.5, 1, 1.5, 0, …: some of what is measured is nothing. */
  static Structured on(Space space, Set<Class<? extends Capability>> has) {
    Field a = Field.zeros(space);
    for (int i = 0; i < a.data().length; i++) {
      a.data()[i] = 0.5f * (i % 4);
    }
    return new Structured(new Diagonal(a), has);
  }

  @Override
  public Space domain() {
    return diagonal.domain();
  }

  @Override
  public Space range() {
    return diagonal.range();
  }

  @Override
  public Field apply(Field x) {
    return diagonal.apply(x);
  }

  @Override
  public Field adjoint(Field u) {
    return diagonal.adjoint(u);
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    return has.contains(type) ? Optional.of(type.cast(new All(this))) : Optional.empty();
  }

  private record All(Structured s)
      implements NormBound, NormalOperator, NormalSolve, PseudoInverse, SpectralDecomposition {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public double norm() {
      return 1.5;
    }

    @Override
    public Field normal(Field x) {
      return each(x, a -> a * a);
    }

    @Override
    public Solution solve(NormalSystem system) {
      return Solution.of(each(system.b(), a -> 1 / (a * a + system.lambda())), 12, 0);
    }

    @Override
    public Field pseudoInverse(Field y) {
      return each(y, a -> a == 0 ? 0 : 1 / a);
    }

    @Override
    public Space spectrum() {
      return s.domain();
    }

    @Override
    public Field singularValues() {
      return s.diagonal.a().copy();
    }

    @Override
    public Field analyse(Field x) {
      return x.copy();
    }

    @Override
    public Field synthesise(Field c) {
      return c.copy();
    }

    @Override
    public Field analyseData(Field y) {
      return each(y, a -> a == 0 ? 0 : 1);
    }

    private Field each(Field x, DoubleUnaryOperator f) {
      Field out = x.copy();
      for (int i = 0; i < out.data().length; i++) {
        out.data()[i] *= (float) f.applyAsDouble(s.diagonal.a().data()[i]);
      }
      return out;
    }
  }
}
