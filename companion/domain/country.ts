import { plainWords } from './plain-words.ts';

/** ISO 3166-1: each alpha-3 code before its alpha-2 code. */
const codes = `
AFG AF ALA AX ALB AL DZA DZ ASM AS AND AD AGO AO AIA AI ATA AQ ATG AG ARG AR ARM AM ABW AW AUS AU AUT AT AZE AZ BHS BS BHR BH BGD BD BRB BB BLR BY BEL BE BLZ BZ
BEN BJ BMU BM BTN BT BOL BO BES BQ BIH BA BWA BW BVT BV BRA BR IOT IO BRN BN BGR BG BFA BF BDI BI CPV CV KHM KH CMR CM CAN CA CYM KY CAF CF TCD TD CHL CL CHN CN
CXR CX CCK CC COL CO COM KM COG CG COD CD COK CK CRI CR CIV CI HRV HR CUB CU CUW CW CYP CY CZE CZ DNK DK DJI DJ DMA DM DOM DO ECU EC EGY EG SLV SV GNQ GQ ERI ER
EST EE SWZ SZ ETH ET FLK FK FRO FO FJI FJ FIN FI FRA FR GUF GF PYF PF ATF TF GAB GA GMB GM GEO GE DEU DE GHA GH GIB GI GRC GR GRL GL GRD GD GLP GP GUM GU GTM GT
GGY GG GIN GN GNB GW GUY GY HTI HT HMD HM VAT VA HND HN HKG HK HUN HU ISL IS IND IN IDN ID IRN IR IRQ IQ IRL IE IMN IM ISR IL ITA IT JAM JM JPN JP JEY JE JOR JO
KAZ KZ KEN KE KIR KI PRK KP KOR KR KWT KW KGZ KG LAO LA LVA LV LBN LB LSO LS LBR LR LBY LY LIE LI LTU LT LUX LU MAC MO MDG MG MWI MW MYS MY MDV MV MLI ML MLT MT
MHL MH MTQ MQ MRT MR MUS MU MYT YT MEX MX FSM FM MDA MD MCO MC MNG MN MNE ME MSR MS MAR MA MOZ MZ MMR MM NAM NA NRU NR NPL NP NLD NL NCL NC NZL NZ NIC NI NER NE
NGA NG NIU NU NFK NF MKD MK MNP MP NOR NO OMN OM PAK PK PLW PW PSE PS PAN PA PNG PG PRY PY PER PE PHL PH PCN PN POL PL PRT PT PRI PR QAT QA REU RE ROU RO RUS RU
RWA RW BLM BL SHN SH KNA KN LCA LC MAF MF SPM PM VCT VC WSM WS SMR SM STP ST SAU SA SEN SN SRB RS SYC SC SLE SL SGP SG SXM SX SVK SK SVN SI SLB SB SOM SO ZAF ZA
SGS GS SSD SS ESP ES LKA LK SDN SD SUR SR SJM SJ SWE SE CHE CH SYR SY TWN TW TJK TJ TZA TZ THA TH TLS TL TGO TG TKL TK TON TO TTO TT TUN TN TUR TR TKM TM TCA TC
TUV TV UGA UG UKR UA ARE AE GBR GB UMI UM USA US URY UY UZB UZ VUT VU VEN VE VNM VN VGB VG VIR VI WLF WF ESH EH YEM YE ZMB ZM ZWE ZW`;

const alpha2ByAlpha3: ReadonlyMap<string, string> = new Map(Array.from(codes.matchAll(/([A-Z]{3})\s([A-Z]{2})/g), ([, alpha3, alpha2]) => [String(alpha3), String(alpha2)]));

/** Every ISO 3166-1 alpha-2 code. */
export const countryCodes: ReadonlySet<string> = new Set(alpha2ByAlpha3.values());

/** What people write and no list of names has. */
const alsoCalled: Readonly<Record<string, string>> = {
  UK: 'GB', 'Great Britain': 'GB', England: 'GB', Scotland: 'GB', Wales: 'GB', 'Northern Ireland': 'GB', 'U S A': 'US', 'United States of America': 'US', America: 'US', Holland: 'NL', 'The Netherlands': 'NL',
  'Czech Republic': 'CZ', Turkey: 'TR', Türkiye: 'TR', 'Ivory Coast': 'CI', "Côte d'Ivoire": 'CI', Korea: 'KR', 'South Korea': 'KR', 'Republic of Korea': 'KR', 'North Korea': 'KP', 'Russian Federation': 'RU', 'Viet Nam': 'VN',
  Burma: 'MM', Macedonia: 'MK', Swaziland: 'SZ', 'Cape Verde': 'CV', 'East Timor': 'TL', UAE: 'AE', 'Hong Kong': 'HK', Macau: 'MO', Macao: 'MO', Palestine: 'PS', 'Congo Kinshasa': 'CD', 'Congo Brazzaville': 'CG',
  'Republic of Ireland': 'IE', Eire: 'IE', 'Slovak Republic': 'SK', "People's Republic of China": 'CN', 'Republic of China': 'TW', 'Syrian Arab Republic': 'SY', 'Lao PDR': 'LA', 'Brunei Darussalam': 'BN',
  'Islamic Republic of Iran': 'IR', 'Bolivia Plurinational State of': 'BO', 'Tanzania United Republic of': 'TZ', 'Venezuela Bolivarian Republic of': 'VE', 'Moldova Republic of': 'MD', 'Holy See': 'VA', BRD: 'DE',
};

/** Languages whose names of countries are understood, besides the codes. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv'] as const;

/** Names to codes, without those that mean two countries. */
export function onlySure(told: readonly (readonly [name: string, code: string])[]): ReadonlyMap<string, string> {
  const byName = Map.groupBy(told, ([name]) => name).values();
  return new Map([...byName].flatMap((same) => (new Set(same.map(([, code]) => code)).size === 1 ? same : [])));
}

function namesToCodes(): ReadonlyMap<string, string> {
  const told = languages.flatMap((language) => {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    return [...countryCodes].map((code) => [plainWords(String(names.of(code))), code] as const);
  });
  return onlySure([...told, ...Object.entries(alsoCalled).map(([name, code]) => [plainWords(name), code] as const)]);
}
let names: ReadonlyMap<string, string> | undefined;

/**
 * The ISO 3166-1 alpha-2 code of a country written as alpha-2, alpha-3 or by its name in one of the languages above; undefined when it is none or could be two.
 * Source of the names: Unicode CLDR, as the running Node carries it.
 */
export function countryCodeOf(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (countryCodes.has(code)) return code;
  const alpha3 = alpha2ByAlpha3.get(code);
  if (alpha3) return alpha3;
  names ??= namesToCodes();
  return names.get(plainWords(text));
}
