package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

class EnergyProfileTest {
  @Test
  void theEnergyIsSummedOverTheOtherAxes() {
    // Elements 1 + i, 2 + i, … of a 2 x 3 x 2 array.
    Field x = Field.zeros(Space.complex(2, 3, 2));
    for (int i = 0; i < 12; i++) {
      x.data()[2 * i] = i + 1;
      x.data()[2 * i + 1] = 1;
    }
    // Squares of 1 … 6 and 7 … 12, and 6 more of the imaginary parts.
    assertArrayEquals(new double[] {97, 565}, EnergyProfile.along(x, 0).energy());
    // {1, 2, 7, 8}, {3, 4, 9, 10}, {5, 6, 11, 12}
    assertArrayEquals(new double[] {122, 210, 330}, EnergyProfile.along(x, 1).energy());
    assertArrayEquals(new double[] {292, 370}, EnergyProfile.along(x, 2).energy());
  }

  @Test
  void flatnessAndPlaceHaveTheirClosedForms() {
    EnergyProfile one = new EnergyProfile(new double[] {0, 5, 0, 0, 0});
    assertEquals(0.2, one.flatness(), 1e-12);
    assertEquals(-1, one.offset(), 1e-12);
    assertEquals(1, one.concentration(), 1e-12);
    EnergyProfile even = new EnergyProfile(new double[] {3, 3, 3, 3});
    assertEquals(1, even.flatness(), 1e-12);
    assertEquals(0, even.concentration(), 1e-12);
    // Around the end: indices 7 and 0 of 8, 3 and −4 from the middle, lie at 3½.
    EnergyProfile around = new EnergyProfile(new double[] {1, 0, 0, 0, 0, 0, 0, 1});
    assertEquals(3.5, Math.abs(around.offset()), 1e-12);
    assertEquals(Math.cos(Math.PI / 8), around.concentration(), 1e-12);
    EnergyProfile none = new EnergyProfile(new double[3]);
    assertEquals(1, none.flatness());
    assertEquals(0, none.concentration());
  }
}
