package org.tweedie.api.spi.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;

class OrderedSubsetsTest {
  @Test
  void aSplitIsAskedForTheCountsThatItServes() {
    List<Integer> asked = new ArrayList<>();
    OrderedSubsets s =
        OrderedSubsets.of(
            3,
            count -> {
              asked.add(count);
              return List.of();
            });
    assertEquals(3, s.most());
    for (int count = 1; count <= 3; count++) {
      s.subsets(count);
    }
    assertEquals(List.of(1, 2, 3), asked);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 4, Integer.MAX_VALUE})
  void otherCountsAreRefused(int count) {
    OrderedSubsets s = OrderedSubsets.of(3, n -> List.of());
    InvalidInputException e = assertThrows(InvalidInputException.class, () -> s.subsets(count));
    assertTrue(e.getMessage().contains("into " + count + " subsets; choose 1 to 3"));
  }

  @Test
  void thereIsAtLeastOnePart() {
    OrderedSubsets.of(1, n -> List.of()).subsets(1);
    assertThrows(IllegalArgumentException.class, () -> OrderedSubsets.of(0, n -> List.of()));
  }
}
