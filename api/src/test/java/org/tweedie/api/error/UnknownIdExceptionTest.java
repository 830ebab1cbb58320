package org.tweedie.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnknownIdExceptionTest {
  @Test
  void theMessageListsAndSuggests() {
    assertEquals(
        "no sampler has the id 'bdgm' (did you mean 'bgdm'?); choose one of bgdm, dpnp, dps.",
        new UnknownIdException("sampler", "bdgm", List.of("bgdm", "dpnp", "dps")).getMessage());
  }

  @Test
  void nothingNearIsNotSuggested() {
    assertEquals(Optional.empty(), Suggestion.nearest("gaussian", List.of("dps", "dpnp")));
    assertEquals(
        Optional.of("mri.cartesian"),
        Suggestion.nearest("cartesian", List.of("ct.parallel", "mri.cartesian")));
  }
}
