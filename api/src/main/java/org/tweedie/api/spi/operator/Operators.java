package org.tweedie.api.spi.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;

/**
 * Operators made of operators: products, sums, stacks and scalings, with adjoint and derivative
 * derived, linear where every part is. Of the capabilities those are kept that the parts determine.
 */
public final class Operators {
  private Operators() {}

  /** The identity. */
  public static LinearOperator identity(Space space) {
    return new Diagonal(Field.zeros(space).fill(1));
  }

  /**
   * The product of each real component with a weight.
   *
   * @param weights an element of the space on which to act, finite
   */
  public static LinearOperator diagonal(Field weights) {
    return new Diagonal(weights.copy());
  }

  /**
   * {@code x ↦ outer(inner(x))}.
   *
   * @throws ShapeMismatchException if the inner range is not the outer domain
   */
  public static ForwardOperator compose(ForwardOperator outer, ForwardOperator inner) {
    if (!outer.domain().equals(inner.range())) {
      throw new ShapeMismatchException(
          "the outer operator acts on " + outer.domain(),
          inner.range() + " as the inner one returns",
          "compose operators that fit");
    }
    return new Product(outer, inner);
  }

  /** {@code x ↦ outer(inner(x))} of linear operators. */
  public static LinearOperator compose(LinearOperator outer, LinearOperator inner) {
    return compose((ForwardOperator) outer, inner).linear().orElseThrow();
  }

  /**
   * {@code x ↦ c·A(x)}.
   *
   * @param c any factor that is finite as a float
   */
  public static ForwardOperator scale(double c, ForwardOperator a) {
    return compose(new Diagonal(Field.zeros(a.range()).fill(c)), a);
  }

  /**
   * {@code x ↦ A(x) + B(x)}.
   *
   * @throws ShapeMismatchException if domains or ranges differ
   */
  public static ForwardOperator sum(ForwardOperator a, ForwardOperator b) {
    if (!a.range().equals(b.range())) {
      throw new ShapeMismatchException(
          "the second operator of a sum returns " + b.range(),
          a.range() + " as the first one returns",
          "add operators with the same measurements");
    }
    return compose(new Folded(a.range(), 2), stack(List.of(a, b)));
  }

  /**
   * The operators one after the other: {@code x ↦ (A₁(x), A₂(x), …)}, a vector of all their
   * samples, complex if all of them are and real components otherwise.
   *
   * @param parts at least one, with the same domain
   * @throws ShapeMismatchException if the domains differ
   * @throws InvalidInputException if they are defined nowhere in common, or return more samples
   *     than an array can hold
   */
  public static ForwardOperator stack(List<? extends ForwardOperator> parts) {
    return new Stack(List.copyOf(parts));
  }

  private static Space vector(Scalar scalar, long size) {
    if (size > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "the operators together return " + size + " samples, more than an array can hold",
          "split the data");
    }
    return Space.of(scalar, (int) size);
  }

  /** What products, sums and stacks share: a map that is linear where its parts are. */
  private abstract static class Composite implements LinearOperator {
    abstract boolean isLinear();

    @Override
    public Optional<LinearOperator> linear() {
      return isLinear() ? Optional.of(this) : Optional.empty();
    }

    static Field adjointOf(ForwardOperator a, Field u) {
      return a.linear()
          .orElseThrow(() -> new UnsupportedOperationException("not linear: no adjoint"))
          .adjoint(u);
    }
  }

  private static final class Product extends Composite {
    private final ForwardOperator outer;
    private final ForwardOperator inner;

    Product(ForwardOperator outer, ForwardOperator inner) {
      this.outer = outer;
      this.inner = inner;
    }

    @Override
    boolean isLinear() {
      return outer.linear().isPresent() && inner.linear().isPresent();
    }

    @Override
    public Space domain() {
      return inner.domain();
    }

    @Override
    public Space range() {
      return outer.range();
    }

    @Override
    public Domain admissible() {
      return inner.admissible();
    }

    @Override
    public Field apply(Field x) {
      return outer.apply(inner.apply(x));
    }

    @Override
    public Field adjoint(Field u) {
      return adjointOf(inner, adjointOf(outer, u));
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      Linearization<Field> first = inner.linearize(x);
      Linearization<Field> second;
      try {
        second = outer.linearize(first.value());
      } catch (RuntimeException e) {
        first.close();
        throw e;
      }
      return new Linearization<>() {
        @Override
        public Field value() {
          return second.value();
        }

        @Override
        public Field jvp(Field v) {
          return second.jvp(first.jvp(v));
        }

        @Override
        public Field vjp(Field u) {
          return first.vjp(second.vjp(u));
        }

        @Override
        public void close() {
          try {
            second.close();
          } finally {
            first.close();
          }
        }
      };
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      if (type != NormBound.class) {
        return Optional.empty();
      }
      Optional<NormBound> o = outer.capability(NormBound.class);
      Optional<NormBound> i = inner.capability(NormBound.class);
      if (o.isEmpty() || i.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(type.cast(new ProductNorm(o.get(), i.get())));
    }
  }

  /** {@code ‖AB‖ ≤ ‖A‖‖B‖}. */
  private record ProductNorm(NormBound outer, NormBound inner) implements NormBound {
    @Override
    public Accuracy accuracy() {
      double tolerance = outer.accuracy().tolerance() + inner.accuracy().tolerance();
      return tolerance == 0 ? Accuracy.EXACT : Accuracy.iterative(tolerance);
    }

    @Override
    public double norm() {
      return outer.norm() * inner.norm();
    }
  }

  private static final class Diagonal implements LinearOperator, NormBound {
    private final Field weights;

    Diagonal(Field weights) {
      if (!weights.isFinite()) {
        throw new InvalidInputException(
            "a factor or weight of an operator is NaN, or infinite as a float",
            "use finite numbers");
      }
      this.weights = weights;
    }

    @Override
    public Space domain() {
      return weights.space();
    }

    @Override
    public Space range() {
      return weights.space();
    }

    @Override
    public Field apply(Field x) {
      return x.require(domain(), "the argument").copy().multiply(weights);
    }

    @Override
    public Field adjoint(Field u) {
      return apply(u);
    }

    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public double norm() {
      double most = 0;
      for (float w : weights.data()) {
        most = Math.max(most, Math.abs(w));
      }
      return most;
    }
  }

  private static final class Stack extends Composite {
    private final List<? extends ForwardOperator> parts;
    private final Space range;
    private final Domain admissible;

    Stack(List<? extends ForwardOperator> parts) {
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("a stack of no operators");
      }
      this.parts = parts;
      Space domain = parts.get(0).domain();
      Domain common = Domain.any();
      boolean complex = true;
      long components = 0;
      for (ForwardOperator p : parts) {
        if (!p.domain().equals(domain)) {
          throw new ShapeMismatchException(
              "an operator of the stack acts on " + p.domain(),
              domain + " like the first",
              "stack operators that act on the same images");
        }
        complex &= p.range().isComplex();
        components += p.range().components();
        common = common.and(p.admissible());
      }
      admissible = common;
      Scalar scalar = complex ? Scalar.COMPLEX : Scalar.REAL;
      range = vector(scalar, components / scalar.components());
    }

    @Override
    boolean isLinear() {
      return parts.stream().allMatch(p -> p.linear().isPresent());
    }

    @Override
    public Space domain() {
      return parts.get(0).domain();
    }

    @Override
    public Space range() {
      return range;
    }

    @Override
    public Domain admissible() {
      return admissible;
    }

    @Override
    public Field apply(Field x) {
      return joined(parts.stream().map(p -> p.apply(x)).toList());
    }

    @Override
    public Field adjoint(Field u) {
      u.require(range, "the argument of the adjoint");
      Field sum = Field.zeros(domain());
      int at = 0;
      for (ForwardOperator p : parts) {
        sum.add(adjointOf(p, part(u, p, at)));
        at += p.range().components();
      }
      return sum;
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      List<Linearization<Field>> open = new ArrayList<>();
      try {
        for (ForwardOperator p : parts) {
          open.add(p.linearize(x));
        }
      } catch (RuntimeException e) {
        open.forEach(Linearization::close);
        throw e;
      }
      Field value = joined(open.stream().map(Linearization::value).toList());
      return new Linearization<>() {
        @Override
        public Field value() {
          open.get(0).value(); // fails after close
          return value;
        }

        @Override
        public Field jvp(Field v) {
          return joined(open.stream().map(l -> l.jvp(v)).toList());
        }

        @Override
        public Field vjp(Field u) {
          u.require(range, "a cotangent");
          Field sum = Field.zeros(domain());
          int at = 0;
          for (int i = 0; i < open.size(); i++) {
            sum.add(open.get(i).vjp(part(u, parts.get(i), at)));
            at += parts.get(i).range().components();
          }
          return sum;
        }

        @Override
        public void close() {
          open.forEach(Linearization::close);
        }
      };
    }

    private Field joined(List<Field> values) {
      Field out = Field.zeros(range);
      int at = 0;
      for (Field v : values) {
        System.arraycopy(v.data(), 0, out.data(), at, v.data().length);
        at += v.data().length;
      }
      return out;
    }

    private static Field part(Field u, ForwardOperator p, int at) {
      return Field.wrap(p.range(), Arrays.copyOfRange(u.data(), at, at + p.range().components()));
    }
  }

  /** The sum of the equal parts of a vector. */
  private static final class Folded implements LinearOperator {
    private final Space range;
    private final Space domain;

    Folded(Space range, int parts) {
      this.range = range;
      this.domain = vector(range.scalar(), (long) parts * range.size());
    }

    @Override
    public Space domain() {
      return domain;
    }

    @Override
    public Space range() {
      return range;
    }

    @Override
    public Field apply(Field x) {
      float[] from = x.require(domain, "the argument").data();
      Field out = Field.zeros(range);
      float[] to = out.data();
      for (int i = 0; i < from.length; i++) {
        to[i % to.length] += from[i];
      }
      return out;
    }

    @Override
    public Field adjoint(Field u) {
      float[] from = u.require(range, "the argument of the adjoint").data();
      Field out = Field.zeros(domain);
      for (int at = 0; at < out.data().length; at += from.length) {
        System.arraycopy(from, 0, out.data(), at, from.length);
      }
      return out;
    }
  }
}
