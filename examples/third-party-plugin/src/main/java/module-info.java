import com.example.acme.Langevin;
import com.example.acme.RandomFieldProvider;
import com.example.acme.SinglePixelProvider;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.SamplerProvider;

/** A plug-in for Tweedie: a single-pixel camera, a random-field prior and a Langevin sampler. */
module com.example.acme {
  requires org.tweedie.api;

  provides OperatorProvider with
      SinglePixelProvider;
  provides PriorProvider with
      RandomFieldProvider;
  provides SamplerProvider with
      Langevin;
}
