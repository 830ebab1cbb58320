/** Priors: their cards, and what they can do. */
package org.tweedie.api.spi.prior;
