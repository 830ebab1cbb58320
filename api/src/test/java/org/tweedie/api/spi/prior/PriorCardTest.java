package org.tweedie.api.spi.prior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.api.field.SpacePattern.ANY;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.prior.PriorCard.ValueRange;

class PriorCardTest {
  private static final SpacePattern PLANE = SpacePattern.eitherScalar(ANY, ANY).multipleOf(8);
  private static final SpacePattern VOLUME = SpacePattern.of(Scalar.REAL, ANY, 64, 64);

  @Test
  void whatIsNotStatedHasItsDefault() {
    PriorCard card = PriorCard.builder("plain", PLANE).build();
    assertEquals("plain", card.name());
    assertEquals(List.of(PLANE), card.spaces());
    assertEquals("", card.description());
    assertEquals(ValueRange.UNBOUNDED, card.range());
    assertFalse(card.range().isBounded());
    assertEquals("1", card.unit());
    assertEquals(0, card.sigmaMin());
    assertEquals(Double.POSITIVE_INFINITY, card.sigmaMax());
    assertEquals("none", card.trainingData());
    assertEquals("none", card.licence());
    assertEquals(List.of(), card.references());
  }

  @Test
  void whatIsStatedIsKept() {
    List<Citation> references = new ArrayList<>();
    references.add(Citation.of("Ho, Jain, Abbeel", "DDPM", 2020, "arXiv:2006.11239"));
    PriorCard card =
        PriorCard.builder("chest.ct", PLANE, VOLUME)
            .description("Chests.")
            .range(ValueRange.of(-1000, 2000))
            .unit("HU")
            .sigma(0.01, 50)
            .trainingData("chests")
            .licence("CC-BY-4.0")
            .references(references)
            .build();
    references.clear();
    assertEquals("Chests.", card.description());
    assertEquals(ValueRange.of(-1000, 2000), card.range());
    assertEquals("HU", card.unit());
    assertEquals(0.01, card.sigmaMin());
    assertEquals(50, card.sigmaMax());
    assertEquals("chests", card.trainingData());
    assertEquals("CC-BY-4.0", card.licence());
    assertEquals(1, card.references().size());
    assertThrows(UnsupportedOperationException.class, () -> card.spaces().clear());
  }

  @Test
  void aCardServesWhatAnyOfItsPatternsAccepts() {
    PriorCard card = PriorCard.builder("both", PLANE, VOLUME).build();
    assertTrue(card.accepts(Space.complex(8, 16)));
    assertTrue(card.accepts(Space.real(3, 64, 64)));
    assertFalse(card.accepts(Space.complex(3, 64, 64)));
    assertFalse(card.accepts(Space.real(8, 9)));
    assertEquals("real or complex 8k x 8k or real * x 64 x 64", card.spacesInWords());
  }

  @Test
  void aCardThatServesMoreIsTheSameOtherwise() {
    PriorCard card =
        PriorCard.builder("slices", PLANE)
            .description("Slices.")
            .range(ValueRange.of(0, 1))
            .unit("HU")
            .sigma(0.1, 2)
            .trainingData("slices")
            .licence("MIT")
            .references(List.of(Citation.of("A", "B", 2020, "C")))
            .build();
    PriorCard more = card.alsoServing(VOLUME);
    assertEquals(List.of(PLANE, VOLUME), more.spaces());
    assertEquals(List.of(PLANE), card.spaces());
    assertEquals(
        List.of("slices", "Slices.", "HU", "slices", "MIT"),
        List.of(more.name(), more.description(), more.unit(), more.trainingData(), more.licence()));
    assertEquals(card.range(), more.range());
    assertEquals(0.1, more.sigmaMin());
    assertEquals(2, more.sigmaMax());
    assertEquals(card.references(), more.references());
  }

  /** What is built stays as it was, whatever becomes of the builder. */
  @Test
  void aBuilderMayGoOn() {
    PriorCard.Builder builder = PriorCard.builder("a", PLANE).unit("HU");
    PriorCard first = builder.build();
    PriorCard second = builder.unit("1/mm").sigma(1, 1).build();
    assertEquals("HU", first.unit());
    assertEquals("1/mm", second.unit());
    assertEquals(Double.POSITIVE_INFINITY, first.sigmaMax());
  }

  @Test
  void impossibleNumbersAreRefused() {
    PriorCard.Builder b = PriorCard.builder("a", PLANE);
    assertThrows(IllegalArgumentException.class, () -> b.sigma(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> b.sigma(2, 1));
    assertThrows(IllegalArgumentException.class, () -> b.sigma(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> b.sigma(0, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> ValueRange.of(1, 1));
    assertThrows(IllegalArgumentException.class, () -> ValueRange.of(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> PriorCard.builder("a").build());
  }

  @Test
  void rangesAreValues() {
    assertEquals(ValueRange.of(0, 1), ValueRange.of(0, 1));
    assertEquals(ValueRange.of(0, 1).hashCode(), ValueRange.of(0, 1).hashCode());
    assertNotEquals(ValueRange.of(0, 1), ValueRange.of(0, 2));
    assertNotEquals(ValueRange.of(0, 1), ValueRange.of(-1, 1));
    assertTrue(ValueRange.of(0, 1).isBounded());
    assertFalse(ValueRange.of(0, Double.POSITIVE_INFINITY).isBounded());
    assertEquals("[0.0, 1.0]", ValueRange.of(0, 1).toString());
  }
}
