export { Axios, AxiosHeaders } from 'axios'
