package org.tweedie.api.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.error.InvalidOptionException;

class OptionsTest {
  private static final List<OptionSpec> SPECS =
      List.of(
          OptionSpec.integer("steps", 50, 1, 1000, "levels"),
          OptionSpec.number("zeta", 0.1, 0, 10, "step size"),
          OptionSpec.optionalNumber("noise", 0, 1e9, "σ of a real component"),
          OptionSpec.flag("clip", false, "clip the clean estimate"),
          OptionSpec.choice("denoiser", "ddim", List.of("ddim", "ddpm"), "inner sampler"));

  @Test
  void whatIsNotGivenTakesItsDefault() {
    Options o = Options.bind(SPECS, Map.of("steps", " 20 ", "clip", "TRUE"));
    assertEquals(20, o.integer("steps"));
    assertEquals(0.1, o.number("zeta"));
    assertTrue(o.flag("clip"));
    assertEquals("ddim", o.text("denoiser"));
    assertFalse(o.has("noise"));
    assertEquals(o, Options.bind(SPECS, o.asMap()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps    | 0    | a value in 1 … 1000",
        "steps    | 1.5  | a whole number",
        "zeta     | NaN  | a value in 0.0 … 10.0",
        "zeta     | ten  | a number",
        "clip     | yes  | one of true, false",
        "denoiser | ddmp | did you mean 'ddpm'?",
        "stpes    | 5    | did you mean 'steps'?"
      })
  void badValuesAreRefusedInOneSentence(String name, String value, String expected) {
    InvalidOptionException e =
        assertThrows(InvalidOptionException.class, () -> Options.bind(SPECS, Map.of(name, value)));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void anOptionWithoutValueSaysSo() {
    Options o = Options.defaults(SPECS);
    InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> o.number("noise"));
    assertTrue(e.getMessage().contains("'noise' has no value"));
    assertThrows(IllegalArgumentException.class, () -> o.number("nose"));
  }

  @Test
  void aRangeWithoutZeroDoesNotShowIt() {
    OptionSpec level = OptionSpec.optionalNumber("noise", Double.MIN_VALUE, Double.MAX_VALUE, "σ");
    assertEquals(">0 … ∞", level.range());
    assertEquals("0.0 … 1.0", OptionSpec.number("x", 0, 0, 1, "").range());
    InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> level.check("0"));
    assertTrue(e.getMessage().contains("give a value in >0 … ∞"), e.getMessage());
    assertEquals("1.0E-6", level.check("1e-6"));
  }
}
