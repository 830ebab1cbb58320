/** Small dense matrices in double precision: for analytic priors and for laws in closed form. */
package org.tweedie.numerics.dense;
