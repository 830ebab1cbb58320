package org.tweedie.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;

class LookupTest {
  @Test
  void whereNothingIsInstalledNothingIsFound() {
    Lookup none = Lookup.NONE;
    UnknownIdException e =
        assertThrows(UnknownIdException.class, () -> none.card("brain.mri", Map.of()));
    assertTrue(e.getMessage().contains("no prior has the id 'brain.mri'"), e.getMessage());
    assertThrows(UnknownIdException.class, () -> none.prior("brain.mri", Map.of(), Space.real(1)));
    e = assertThrows(UnknownIdException.class, () -> none.sampler("dps", Map.of()));
    assertTrue(e.getMessage().contains("no sampler has the id 'dps'"), e.getMessage());
  }

  @Test
  void aContextWithoutLookupHasThatOne() {
    Options options = Options.defaults(List.of());
    assertSame(Lookup.NONE, Context.of(options).lookup());
    assertEquals(options, Context.of(options).options());
  }
}
