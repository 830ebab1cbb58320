/** Forward operators, likelihoods and their capabilities. */
package org.tweedie.api.spi.operator;
