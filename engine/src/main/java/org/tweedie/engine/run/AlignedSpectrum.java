package org.tweedie.engine.run;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/** The decomposition of {@code g A}. */
record AlignedSpectrum(SpectralDecomposition c, PreparedOperator a)
    implements SpectralDecomposition {
  @Override
  public Space spectrum() {
    return c.spectrum();
  }

  @Override
  public Field singularValues() {
    return a.t.gain() == 1 ? c.singularValues() : c.singularValues().copy().scale(a.t.gain());
  }

  @Override
  public Field analyse(Field x) {
    x.require(a.domain(), "the image");
    return a.compute(() -> c.analyse(x), spectrum(), "V*x", x);
  }

  @Override
  public Field synthesise(Field s) {
    s.require(spectrum(), "the spectrum");
    return a.compute(() -> c.synthesise(s), a.domain(), "V·c", s);
  }

  @Override
  public Field analyseData(Field y) {
    y.require(a.range(), "the measurement");
    return a.compute(() -> c.analyseData(y), spectrum(), "U*y", y);
  }
}
