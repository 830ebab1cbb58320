package org.tweedie.api.spi.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.api.spi.operator.TestOperators.dense;
import static org.tweedie.api.spi.operator.TestOperators.normals;
import static org.tweedie.api.spi.operator.TestOperators.square;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Linearization;

class OperatorsTest {
  private static final Space IMAGE = Space.real(2, 3);
  private static final Space ONE = Space.real(1);
  private static final LinearOperator A = dense(IMAGE, Space.real(4));
  private static final LinearOperator B = dense(IMAGE, Space.real(4)).linear().orElseThrow();
  private static final LinearOperator TO_COMPLEX = dense(IMAGE, Space.complex(2, 2));
  private static final ForwardOperator SQUARE = square(IMAGE, Domain.nonNegative());

  /** Compositions of every kind. */
  private static final Map<String, ForwardOperator> LINEAR =
      new TreeMap<>(
          Map.of(
              "identity", Operators.identity(IMAGE),
              "diagonal", Operators.diagonal(normals(Space.complex(3), "weights")),
              "product", Operators.compose(dense(A.range(), Space.complex(5)), A),
              "scaled", Operators.scale(-2.5, TO_COMPLEX),
              "sum", Operators.sum(A, B),
              "complex sum", Operators.sum(TO_COMPLEX, Operators.scale(3, TO_COMPLEX)),
              "stack", Operators.stack(List.of(A, dense(IMAGE, Space.real(1, 3)), B)),
              "complex stack", Operators.stack(List.of(TO_COMPLEX, TO_COMPLEX)),
              "mixed stack", Operators.stack(List.of(TO_COMPLEX, A)),
              "one pixel", Operators.sum(dense(ONE, ONE), Operators.identity(ONE))));

  private static final Map<String, ForwardOperator> NONLINEAR =
      new TreeMap<>(
          Map.of(
              "square", SQUARE,
              "square of linear", Operators.compose(square(A.range(), Domain.any()), A),
              "linear of square", Operators.compose(A, SQUARE),
              "scaled square", Operators.scale(0.5, SQUARE),
              "sum with a square", Operators.sum(Operators.identity(IMAGE), SQUARE),
              "stack with a square", Operators.stack(List.of(TO_COMPLEX, SQUARE)),
              "one pixel", Operators.stack(List.of(square(ONE, Domain.any())))));

  static Stream<ForwardOperator> linear() {
    return LINEAR.values().stream();
  }

  static Stream<ForwardOperator> all() {
    return Stream.concat(linear(), NONLINEAR.values().stream());
  }

  @Test
  void valuesAreTheOnesOfTheFormulas() {
    Field x = normals(IMAGE, "x");
    assertArrayEquals(x.data(), Operators.identity(IMAGE).apply(x).data());
    assertArrayEquals(x.copy().multiply(x).data(), Operators.diagonal(x).apply(x).data());
    assertArrayEquals(
        A.apply(SQUARE.apply(x)).data(), Operators.compose(A, SQUARE).apply(x).data());
    assertArrayEquals(A.apply(x).scale(-2.5).data(), Operators.scale(-2.5, A).apply(x).data());
    Field sum = Operators.sum(A, B).apply(x);
    assertArrayEquals(A.apply(x).add(B.apply(x)).data(), sum.data());
    assertEquals(A.range(), sum.space());
  }

  @Test
  void aStackIsOneVectorComplexIfAllPartsAre() {
    Field x = normals(IMAGE, "x");
    Field complex = Operators.stack(List.of(TO_COMPLEX, TO_COMPLEX)).apply(x);
    assertEquals(Space.complex(8), complex.space());
    Field mixed = Operators.stack(List.of(TO_COMPLEX, A)).apply(x);
    assertEquals(Space.real(12), mixed.space());
    float[] first = TO_COMPLEX.apply(x).data();
    float[] second = A.apply(x).data();
    for (int i = 0; i < 8; i++) {
      assertEquals(first[i], complex.data()[i]);
      assertEquals(first[i], complex.data()[8 + i]);
      assertEquals(first[i], mixed.data()[i]);
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(second[i], mixed.data()[8 + i]);
    }
  }

  @Test
  void aProductIsLinearWhereItsPartsAre() {
    LINEAR.forEach((name, a) -> assertTrue(a.linear().isPresent(), name));
    NONLINEAR.forEach((name, a) -> assertFalse(a.linear().isPresent(), name));
  }

  @ParameterizedTest
  @MethodSource("linear")
  void adjointsBelongToTheirOperators(ForwardOperator operator) {
    LinearOperator a = operator.linear().orElseThrow();
    for (int i = 0; i < 3; i++) {
      Field x = normals(a.domain(), "x" + i);
      Field u = normals(a.range(), "u" + i);
      Field ax = a.apply(x);
      assertEquals(a.range(), ax.space());
      assertEquals(a.domain(), a.adjoint(u).space());
      double scale = ax.norm() * u.norm();
      assertEquals(ax.dot(u), x.dot(a.adjoint(u)), 1e-6 * scale);
      assertArrayEquals(ax.data(), operator.apply(x).data());
    }
  }

  /** Central differences of a quadratic have no error but rounding. */
  @ParameterizedTest
  @MethodSource("all")
  void derivativesAreThoseOfTheValues(ForwardOperator a) {
    Field x = normals(a.domain(), "x");
    Field v = normals(a.domain(), "v");
    Field u = normals(a.range(), "u");
    Field before = x.copy();
    double h = 0.125;
    Field difference =
        a.apply(x.copy().axpy(h, v)).subtract(a.apply(x.copy().axpy(-h, v))).scale(0.5 / h);
    try (Linearization<Field> l = a.linearize(x)) {
      assertArrayEquals(a.apply(x).data(), l.value().data(), 1e-6f);
      Field jv = l.jvp(v);
      assertEquals(a.range(), jv.space());
      assertEquals(0, jv.copy().subtract(difference).norm(), 1e-5 * (1 + jv.norm()));
      assertEquals(jv.dot(u), v.dot(l.vjp(u)), 1e-5 * (1 + jv.norm() * u.norm()));
      assertArrayEquals(l.vjp(u).data(), l.vjp(u).data());
    }
    assertArrayEquals(before.data(), x.data());
  }

  @ParameterizedTest
  @MethodSource("all")
  void afterCloseEveryCallFails(ForwardOperator a) {
    Field x = normals(a.domain(), "x");
    Field u = normals(a.range(), "u");
    Linearization<Field> l = a.linearize(x);
    l.close();
    l.close();
    assertThrows(LifecycleException.class, l::value);
    assertThrows(LifecycleException.class, () -> l.jvp(x));
    assertThrows(LifecycleException.class, () -> l.vjp(u));
  }

  @ParameterizedTest
  @MethodSource("all")
  void argumentsOfAnotherSpaceAreRefused(ForwardOperator a) {
    Field wrong = Field.zeros(Space.real(7, 1));
    assertThrows(ShapeMismatchException.class, () -> a.apply(wrong));
    assertThrows(ShapeMismatchException.class, () -> a.linearize(wrong));
    a.linear().ifPresent(l -> assertThrows(ShapeMismatchException.class, () -> l.adjoint(wrong)));
    try (Linearization<Field> l = a.linearize(normals(a.domain(), "x"))) {
      assertThrows(ShapeMismatchException.class, () -> l.jvp(wrong));
      assertThrows(ShapeMismatchException.class, () -> l.vjp(wrong));
    }
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThrows(ShapeMismatchException.class, () -> Operators.compose(A, TO_COMPLEX));
    assertThrows(ShapeMismatchException.class, () -> Operators.compose(A, A));
    ShapeMismatchException e =
        assertThrows(ShapeMismatchException.class, () -> Operators.sum(A, SQUARE));
    assertTrue(e.getMessage().contains("the second operator of a sum returns real 2 x 3"));
    // As many samples, but of another shape or another kind: no sum either.
    assertThrows(
        ShapeMismatchException.class, () -> Operators.sum(A, dense(IMAGE, Space.real(2, 2))));
    assertThrows(
        ShapeMismatchException.class, () -> Operators.sum(A, dense(IMAGE, Space.complex(2))));
    assertThrows(
        ShapeMismatchException.class, () -> Operators.sum(A, dense(Space.real(6), A.range())));
    assertThrows(
        ShapeMismatchException.class,
        () -> Operators.stack(List.of(A, Operators.identity(Space.real(6)))));
    assertThrows(IllegalArgumentException.class, () -> Operators.stack(List.of()));
  }

  @Test
  void factorsAndWeightsAreFinite() {
    Field x = normals(IMAGE, "x");
    for (double c : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e39}) {
      assertThrows(InvalidInputException.class, () -> Operators.scale(c, A));
      Field weights = x.copy().fill(c);
      assertThrows(InvalidInputException.class, () -> Operators.diagonal(weights));
    }
    assertEquals(0, Operators.scale(0, A).apply(x).norm());
  }

  @Test
  void weightsAreCopied() {
    Field w = Field.zeros(ONE).fill(3);
    LinearOperator d = Operators.diagonal(w);
    w.fill(0);
    assertEquals(3, d.apply(Field.zeros(ONE).fill(1)).data()[0]);
  }

  @Test
  void whereAStackIsDefinedAllItsPartsAre() {
    Domain box = Domain.box(-1, 2);
    assertEquals(
        Domain.box(0, 2), Operators.stack(List.of(A, SQUARE, square(IMAGE, box))).admissible());
    assertEquals(Domain.box(0, 2), Operators.sum(SQUARE, square(IMAGE, box)).admissible());
    assertEquals(Domain.nonNegative(), Operators.compose(A, SQUARE).admissible());
    assertTrue(Operators.stack(List.of(A, B)).admissible().isAny());
    assertThrows(
        InvalidInputException.class,
        () -> Operators.stack(List.of(SQUARE, square(IMAGE, Domain.box(-2, -1)))));
  }

  @Test
  void aStackThatNoArrayHoldsIsRefused() {
    ForwardOperator huge = Operators.compose(tall(Space.real(1 << 30)), Operators.identity(ONE));
    assertThrows(InvalidInputException.class, () -> Operators.stack(List.of(huge, huge, huge)));
    assertThrows(InvalidInputException.class, () -> Operators.sum(huge, huge));
  }

  /** Has a large range, and is never applied. */
  private static ForwardOperator tall(Space range) {
    return new LinearOperator() {
      @Override
      public Space domain() {
        return ONE;
      }

      @Override
      public Space range() {
        return range;
      }

      @Override
      public Field apply(Field x) {
        throw new AssertionError();
      }

      @Override
      public Field adjoint(Field u) {
        throw new AssertionError();
      }
    };
  }

  @Test
  void normsMultiply() {
    Field w = Field.wrap(Space.real(3), new float[] {1, -4, 2});
    ForwardOperator a = Operators.scale(-0.5, Operators.diagonal(w));
    NormBound n = a.capability(NormBound.class).orElseThrow();
    assertEquals(2, n.norm(), 0);
    assertEquals(Accuracy.EXACT, n.accuracy());
    assertTrue(Operators.scale(2, A).capability(NormBound.class).isEmpty());
    assertTrue(a.capability(NormalSolve.class).isEmpty());
  }

  /** A part that cannot be opened leaves none open. */
  @Test
  void whatWasOpenedIsClosedWhenTheNextPartFails() {
    Watched first = new Watched(IMAGE);
    ForwardOperator fails = Operators.compose(A, new Failing(IMAGE));
    assertThrows(
        ArithmeticException.class,
        () -> Operators.stack(List.of(first, fails)).linearize(Field.zeros(IMAGE)));
    assertThrows(
        ArithmeticException.class,
        () -> Operators.compose(new Failing(IMAGE), first).linearize(Field.zeros(IMAGE)));
    assertEquals(2, first.opened);
    assertEquals(2, first.closed);
  }

  private static class Watched implements ForwardOperator {
    private final Space space;
    int opened;
    int closed;

    Watched(Space space) {
      this.space = space;
    }

    @Override
    public Space domain() {
      return space;
    }

    @Override
    public Space range() {
      return space;
    }

    @Override
    public Field apply(Field x) {
      return x.copy();
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      opened++;
      return new Linearization<>() {
        @Override
        public Field value() {
          return x;
        }

        @Override
        public Field jvp(Field v) {
          return v.copy();
        }

        @Override
        public Field vjp(Field u) {
          return u.copy();
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }
  }

  private static final class Failing extends Watched {
    Failing(Space space) {
      super(space);
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      throw new ArithmeticException("on purpose");
    }
  }
}
